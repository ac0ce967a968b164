package io.millrace.models.tensor;

import io.millrace.models.feature.Row;

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

    /** One element of the model's output. */
    float output(int element);
}
