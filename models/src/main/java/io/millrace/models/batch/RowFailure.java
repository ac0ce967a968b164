package io.millrace.models.batch;

/** Why one row has no outputs. */
public record RowFailure(Kind kind, String detail) {

    /** What happened to the row. */
    public enum Kind {
        /** The model failed on this row alone. */
        MODEL_FAILED,
        /** The model returned NaN or infinity for this row. */
        NOT_FINITE,
        /** The batch was given up because the model did not answer in time. */
        TIMEOUT
    }
}
