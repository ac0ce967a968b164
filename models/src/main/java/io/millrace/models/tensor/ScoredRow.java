package io.millrace.models.tensor;

import io.millrace.models.feature.Row;
import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import org.jspecify.annotations.Nullable;

/** A row that a model saw, with where it came from, how fresh its features were and what the model said. */
public interface ScoredRow extends Row {

    String predictionId();

    /** The application's id of the event. */
    String eventId();

    /** The entity the event is about. */
    String key();

    /** Event time in epoch milliseconds. */
    long timeMillis();

    /** How fresh the value of a feature column was, as an index into {@link ScoredSchema#freshness}. */
    byte freshness(int featureColumn);

    /** Age of a view's values in milliseconds, or a negative number if it is not known. */
    long ageMillis(int view);

    /** The version that served the row. */
    VersionId model();

    /** The role of that version. */
    default Variant variant() {
        return Variant.CHAMPION;
    }

    /** Probability with which it was chosen for the row. */
    default float propensity() {
        return 1;
    }

    /** One element of its output. */
    float output(int element);

    /** The other version that scored the row, too; null if none did. */
    default @Nullable VersionId shadow() {
        return null;
    }

    /** The other version that was to score the row, whether it did or failed; null if there was none. */
    default @Nullable VersionId asked() {
        return shadow();
    }

    /**
     * Microseconds of the forward pass of the row's whole batch by the version that served it; {@link
     * ScoredVersions#UNKNOWN} if that is not known.
     */
    default int micros() {
        return ScoredVersions.UNKNOWN;
    }

    /** The same of the other version. */
    default int shadowMicros() {
        return ScoredVersions.UNKNOWN;
    }

    /** One element of that other version's output. */
    default float shadowOutput(int element) {
        throw new IllegalStateException("no other version scored the row: id=" + predictionId());
    }
}
