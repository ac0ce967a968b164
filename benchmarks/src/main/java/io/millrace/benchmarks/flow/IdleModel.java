package io.millrace.benchmarks.flow;

import io.millrace.config.BatchingConfig;
import io.millrace.models.batch.Forecast;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.Warmup;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.models.time.Ticker;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A version that answers with made-up outputs, each batch after the time that the real one would take for it. */
record IdleModel(ModelSource real, BatchingConfig batching) implements ModelSource {

    @Override
    public String key() {
        return "idle " + real.key();
    }

    @Override
    public Resolved resolve() throws ModelLoadException {
        return real.resolve();
    }

    @Override
    public ServedModel load(int version, ComputeDevice device) throws ModelLoadException {
        ServedModel model = real.load(version, device);
        try {
            Forecast times = new Forecast(Warmup.run(model.scorer(), batching.maxSize(), Ticker.system()), batching);
            return new ServedModel(model.id(), model.encoder(), new Idle(model.scorer(), times));
        } catch (ScoringException e) {
            model.close();
            throw new ModelLoadException("model fails on rows of zeros: model=" + model.id(), e);
        }
    }

    /** @param real says what goes in and out; closed with this one */
    private record Idle(Scorer real, Forecast times) implements Scorer {

        @Override
        public List<TensorSpec> inputs() {
            return real.inputs();
        }

        @Override
        public int outputWidth() {
            return real.outputWidth();
        }

        @Override
        public float[] score(BatchMemory batch, int from, int rows) {
            LockSupport.parkNanos((long) times.batchNanos(rows));
            return SamplePredictions.outputs(from, rows * outputWidth());
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
