package io.millrace.operators.quality;

import io.millrace.operators.quality.Observed.Kind;
import io.millrace.operators.quality.Observed.Row;
import io.millrace.operators.quality.Observed.Said;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes observations: version 1 serves; version 2, if it says something, stands beside it. */
final class Observations {
    static final String MODEL = "m";

    private Observations() {}

    static Row row(int number, long timeMillis, List<String> slices, float... outputs) {
        List<Said> said = new ArrayList<>();
        said.add(new Said(1, "champion", new float[] {outputs[0]}));
        if (outputs.length > 1) {
            said.add(new Said(2, "shadow", new float[] {outputs[1]}));
        }
        return new Row(MODEL, "t-0-" + number, timeMillis, said, slices);
    }

    static Observed scored(Row row) {
        return new Observed(row, Kind.SCORED, null, null, 0);
    }

    static Observed absent(Row row) {
        return new Observed(row, Kind.ABSENT, null, null, 0);
    }

    static Observed labeled(Row row, @Nullable String label, @Nullable String replaced, long delayMillis) {
        return new Observed(row, Kind.LABELED, label, replaced, delayMillis);
    }
}
