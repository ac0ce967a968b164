package io.millrace.benchmarks.flow;

import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;

/** A loaded model and the memory of one batch. */
final class ModelBatch implements AutoCloseable {
    private final ServedModel model;
    private final TensorMemory pool;
    private final BatchMemory memory;

    ModelBatch(RegistrySource source, int rows) throws ModelLoadException {
        model = source.load(source.resolve().version(), ComputeDevice.CPU);
        pool = TensorMemory.forBatches(model.encoder().inputs(), rows, 1);
        memory = pool.batch(model.encoder().inputs(), rows);
    }

    ServedModel model() {
        return model;
    }

    BatchMemory memory() {
        return memory;
    }

    @Override
    public void close() {
        memory.close();
        pool.close();
        model.close();
    }
}
