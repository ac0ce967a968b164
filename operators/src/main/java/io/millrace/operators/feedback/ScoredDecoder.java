package io.millrace.operators.feedback;

import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredReader;
import io.millrace.models.tensor.ScoredRow;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Scored;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes rows out of the records of the scored topic. It holds no memory off the heap between two calls. */
public final class ScoredDecoder {
    private static final long MEMORY_BYTES = 256L << 20;

    private final ScoredReader reader = new ScoredReader(new TensorMemory(MEMORY_BYTES));
    private final ScoredSchema schema;

    public ScoredDecoder(ScoredSchema schema) {
        this.schema = schema;
    }

    /** The columns of a pipeline's scored rows. */
    public static ScoredSchema schema(PipelineConfig pipeline) {
        return ScoredSchema.of(
                pipeline, Arrays.stream(Freshness.values()).map(Freshness::name).toList());
    }

    /**
     * Hands every row over.
     *
     * @throws IOException if the bytes are no rows of this pipeline as it is declared now
     */
    public void decode(byte[] arrow, Consumer<Scored> out) throws IOException {
        reader.forEachWithWidth(arrow, schema, (row, width) -> out.accept(scored(row, width)));
    }

    private Scored scored(ScoredRow row, int width) {
        VersionId model = row.model();
        ModelStamp stamp = new ModelStamp(
                model.model(), model.version(), model.artefact(), row.variant().text(), row.propensity());
        return new Scored(
                row.predictionId(),
                row.eventId(),
                row.key(),
                row.timeMillis(),
                stamp,
                floats(width, row::output),
                row.micros(),
                shadow(row, width),
                failed(row),
                values(row));
    }

    private static Scored.@Nullable Shadow shadow(ScoredRow row, int width) {
        VersionId shadow = row.shadow();
        return shadow == null
                ? null
                : new Scored.Shadow(shadow.version(), floats(width, row::shadowOutput), row.shadowMicros());
    }

    private static int failed(ScoredRow row) {
        VersionId asked = row.asked();
        return asked == null || row.shadow() != null ? Scored.NONE : asked.version();
    }

    private static float[] floats(int width, Elements elements) {
        float[] floats = new float[width];
        for (int i = 0; i < width; i++) {
            floats[i] = elements.at(i);
        }
        return floats;
    }

    /** The elements of an output. */
    private interface Elements {
        float at(int index);
    }

    private Values values(ScoredRow row) {
        int columns = schema.row().size();
        double[] numbers = new double[columns];
        @Nullable String[] texts = new @Nullable String[columns];
        float[] @Nullable [] vectors = new float[columns] @Nullable [];
        for (int i = 0; i < columns; i++) {
            numbers[i] = row.number(i);
            texts[i] = row.text(i);
            vectors[i] = row.vector(i);
        }
        return new Values(numbers, texts, vectors);
    }
}
