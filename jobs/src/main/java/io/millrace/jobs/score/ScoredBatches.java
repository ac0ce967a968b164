package io.millrace.jobs.score;

import io.millrace.config.PipelineConfig;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredRow;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.infer.ScoredWriter;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ScoredBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what the model saw as Arrow record batches. */
final class ScoredBatches implements ScoredWriter {
    /** Far more than one record batch of the largest size takes. */
    private static final long MEMORY_BYTES = 256L << 20;

    private final TensorMemory memory = new TensorMemory(MEMORY_BYTES);
    private final io.millrace.models.tensor.ScoredWriter writer;

    private ScoredBatches(ScoredSchema schema) {
        this.writer = new io.millrace.models.tensor.ScoredWriter(schema, memory);
    }

    /** The writer of a pipeline, or null if the pipeline keeps no such record. */
    static ScoredWriter.@Nullable Opener of(PipelineConfig pipeline) {
        if (!pipeline.predictions().scored()) {
            return null;
        }
        ScoredSchema schema = ScoredSchema.of(
                pipeline, Arrays.stream(Freshness.values()).map(Enum::name).toList());
        return () -> new ScoredBatches(schema);
    }

    @Override
    public ScoredBatch write(List<Prediction> rows) {
        ModelStamp stamp = rows.get(0).model();
        List<ScoredRow> scored = new ArrayList<>(rows.size());
        for (Prediction row : rows) {
            scored.add(new ScoredPrediction(row));
        }
        io.millrace.models.tensor.ScoredWriter.Part whole = writer.write(
                        new VersionId(stamp.name(), stamp.version(), stamp.artefact()),
                        rows.get(0).outputs().length,
                        scored,
                        Integer.MAX_VALUE)
                .get(0);
        return new ScoredBatch(whole.rows(), whole.arrow());
    }

    @Override
    public void close() {
        memory.close();
    }

    /** A prediction as a row that a model saw. */
    private record ScoredPrediction(Prediction prediction) implements ScoredRow {

        @Override
        public String predictionId() {
            return prediction.id();
        }

        @Override
        public String eventId() {
            return prediction.event().event().id();
        }

        @Override
        public String key() {
            return prediction.event().event().key();
        }

        @Override
        public long timeMillis() {
            return prediction.event().event().timeMillis();
        }

        @Override
        public byte freshness(int featureColumn) {
            return prediction.event().features().freshnessCode(featureColumn);
        }

        @Override
        public long ageMillis(int view) {
            return prediction.event().features().ageMillis(view);
        }

        @Override
        public float output(int element) {
            return prediction.outputs()[element];
        }

        @Override
        public double number(int column) {
            return prediction.event().number(column);
        }

        @Override
        public @Nullable String text(int column) {
            return prediction.event().text(column);
        }

        @Override
        public float @Nullable [] vector(int column) {
            return prediction.event().vector(column);
        }
    }
}
