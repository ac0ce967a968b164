package io.millrace.operators.quality;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a row, with as little of the row as its quality needs.
 *
 * @param label what holds now; null if nothing does
 * @param replaced what held before; null if nothing did
 * @param delayMillis event time from the event until its label was there; 0 without a label
 */
record Observed(
        Row row,
        Kind kind,
        @Nullable String label,
        @Nullable String replaced,
        long delayMillis) {

    /** What happened. */
    enum Kind {
        /** It was scored. */
        SCORED,
        /** Its label came, changed or was taken back. */
        LABELED,
        /** No label came in time. */
        ABSENT
    }

    /**
     * The row.
     *
     * @param id of its prediction
     * @param said by the version that served and, if there is one, by the one beside it
     * @param slices its value for each field of the pipeline's slices; empty for a missing one
     */
    record Row(String model, String id, long timeMillis, List<Said> said, List<String> slices) {}

    /**
     * What a version said.
     *
     * @param outputs empty where nobody looks at them
     */
    record Said(int version, String variant, float[] outputs) {}

    String model() {
        return row.model();
    }
}
