package io.millrace.models.tensor;

import io.millrace.models.feature.Row;
import org.jspecify.annotations.Nullable;

/** A prediction as a row of columns; as a {@link Row}, what the model saw. */
public interface PredictedRow extends Row {

    String predictionId();

    /** The application's id of the event. */
    String eventId();

    /** The entity the event is about. */
    String key();

    /** Event time in epoch milliseconds. */
    long timeMillis();

    /** What the model said. The array is shared: do not change it. */
    float[] outputs();

    /** How sure the model is, or NaN if its task does not say. */
    double confidence();

    /** The worst status of any feature value. */
    String status();

    /** The greatest known age of any view's values in milliseconds, or a negative number. */
    long ageMillis();

    /** Whether a feature store was slow or down. */
    boolean degraded();

    /** Why a person should look at it, or null. */
    @Nullable
    String review();

    int queueMicros();

    int enrichMicros();

    int modelMicros();

    /** Rows of the batch that it was made in. */
    int batchRows();
}
