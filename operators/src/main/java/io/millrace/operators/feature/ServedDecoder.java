package io.millrace.operators.feature;

import io.millrace.models.feature.Values;
import io.millrace.models.tensor.ScoredReader;
import io.millrace.models.tensor.ScoredRow;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.KeyReader;
import io.millrace.operators.record.ServedFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads from scored rows what was served of the views that are compared, for the keys in the sample. It holds no memory
 * off the heap between two calls.
 */
public final class ServedDecoder {
    private static final long MEMORY_BYTES = 256L << 20;

    private final ScoredReader reader = new ScoredReader(new TensorMemory(MEMORY_BYTES));
    private final ScoredSchema schema;
    private final KeySample sample;
    private final List<Served> views = new ArrayList<>();

    /** A view, and how its key is read. */
    private record Served(ServedSettings.View in, KeyReader keys) {}

    public ServedDecoder(ServedSettings settings) {
        this.schema = settings.schema();
        this.sample = new KeySample(settings.share());
        for (ServedSettings.View view : settings.views()) {
            views.add(new Served(view, KeyReader.of(settings.events(), view.key())));
        }
    }

    /**
     * Hands over what was served to each row.
     *
     * @throws IOException if the bytes are no rows of this pipeline as it is declared now
     */
    public void decode(byte[] arrow, Consumer<ServedFeatures> out) throws IOException {
        reader.forEach(arrow, schema, row -> {
            for (Served view : views) {
                String key = view.keys.key(row.eventId(), row.key(), row);
                if (key != null && !key.isEmpty() && sample.contains(key)) {
                    out.accept(served(row, key, view.in));
                }
            }
        });
    }

    private ServedFeatures served(ScoredRow row, String key, ServedSettings.View view) {
        double[] numbers = new double[view.columns()];
        @Nullable String[] texts = new String[view.columns()];
        byte[] freshness = new byte[view.columns()];
        for (int i = 0; i < view.columns(); i++) {
            int column = schema.row().size() - schema.features() + view.first() + i;
            numbers[i] = row.number(column);
            texts[i] = row.text(column);
            freshness[i] = row.freshness(view.first() + i);
        }
        return new ServedFeatures(
                row.predictionId(),
                view.name(),
                key,
                row.timeMillis(),
                row.ageMillis(view.index()),
                new Values(numbers, texts, new float[0][]),
                freshness);
    }
}
