package io.millrace.operators.infer;

import io.millrace.config.PipelineConfig;
import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredRow;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ScoredBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes scored rows as Arrow, in memory of its own. */
public final class ArrowScoredWriter implements ScoredWriter {
    /** What a record may hold beside its value: headers. */
    private static final int MARGIN = 4 << 10;

    private static final long MEMORY_LIMIT = 256L << 20;

    private final TensorMemory memory = new TensorMemory(MEMORY_LIMIT);
    private final io.millrace.models.tensor.ScoredWriter arrow;

    private ArrowScoredWriter(ScoredSchema schema) {
        this.arrow = new io.millrace.models.tensor.ScoredWriter(schema, memory);
    }

    /** What makes the writers of a pipeline's subtasks. */
    public static Opener of(PipelineConfig pipeline) {
        List<String> freshness =
                Arrays.stream(Freshness.values()).map(Freshness::name).toList();
        ScoredSchema schema = ScoredSchema.of(pipeline, freshness);
        return () -> new ArrowScoredWriter(schema);
    }

    @Override
    public List<ScoredBatch> write(ScoredVersions versions, List<Shadowed> rows) {
        int width = rows.get(0).prediction().outputs().length;
        List<Scored> scored = rows.stream()
                .map(row -> new Scored(versions, row.prediction(), row.shadow()))
                .toList();
        List<ScoredBatch> batches = new ArrayList<>();
        for (var part : arrow.write(versions, width, scored, Outbound.MAX_BYTES - MARGIN)) {
            batches.add(new ScoredBatch(part.rows(), part.arrow()));
        }
        return batches;
    }

    @Override
    public void close() {
        memory.close();
    }

    /** A prediction as a row of columns. */
    private record Scored(ScoredVersions versions, Prediction prediction, float @Nullable [] other)
            implements ScoredRow {

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
            return prediction.event().features().freshness(featureColumn).code();
        }

        @Override
        public long ageMillis(int view) {
            return prediction.event().features().ageMillis(view);
        }

        @Override
        public VersionId model() {
            return versions.of(variant());
        }

        @Override
        public Variant variant() {
            return prediction.model().variant().equals(Variant.CANARY.text()) ? Variant.CANARY : Variant.CHAMPION;
        }

        @Override
        public float propensity() {
            return (float) prediction.model().propensity();
        }

        @Override
        public @Nullable VersionId shadow() {
            return other == null ? null : versions.beside(variant());
        }

        @Override
        public int micros() {
            return versions.microsOf(variant());
        }

        @Override
        public int shadowMicros() {
            return versions.microsBeside(variant());
        }

        @Override
        public float shadowOutput(int element) {
            return Objects.requireNonNull(other, "no other version scored the row")[element];
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
