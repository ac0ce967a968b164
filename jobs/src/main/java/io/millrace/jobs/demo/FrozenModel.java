package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.pytorch.Devices;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.util.List;

/** A version that nothing replaces, beside the jobs: it says what it would have said of rows. For one thread. */
final class FrozenModel implements AutoCloseable {
    /** Most rows at once. */
    static final int ROWS = 256;

    private final ServedModel model;
    private final TensorMemory memory;
    private final BatchMemory batch;

    private FrozenModel(ServedModel model) {
        this.model = model;
        this.memory = TensorMemory.forBatches(model.encoder().inputs(), ROWS, 1);
        this.batch = memory.batch(model.encoder().inputs(), ROWS);
    }

    /** Loads a version of a pipeline's model. */
    static FrozenModel load(PipelineConfig pipeline, Home home, int version) throws ModelLoadException {
        RegistrySource source = new RegistrySource(
                home.registry().toString(),
                pipeline.model().name(),
                pipeline.model().serve(),
                Schema.ofRow(pipeline));
        return new FrozenModel(
                source.load(version, Devices.choose(pipeline.device()).device()));
    }

    /** What it says of each of so many rows at most as {@link #ROWS}. */
    float[] score(List<? extends Row> rows) throws ScoringException {
        for (int i = 0; i < rows.size(); i++) {
            model.encoder().encode(rows.get(i), batch, i);
        }
        return model.scorer().score(batch, rows.size());
    }

    @Override
    public void close() {
        batch.close();
        memory.close();
        model.close();
    }
}
