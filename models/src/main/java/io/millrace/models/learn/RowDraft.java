package io.millrace.models.learn;

import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A row while its values are gathered. */
record RowDraft(double[] numbers, @Nullable String[] texts, float[] @Nullable [] vectors) {

    /** A row of the schema in which everything is missing. */
    static RowDraft of(Schema schema) {
        double[] numbers = new double[schema.size()];
        Arrays.fill(numbers, Double.NaN);
        return new RowDraft(numbers, new String[schema.size()], new float[schema.size()][]);
    }

    /** The finished row; the draft is used up. */
    Values finish() {
        return new Values(numbers, texts, vectors);
    }
}
