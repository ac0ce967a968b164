package io.millrace.models.learn;

import io.millrace.models.pytorch.Epoch;

/** Hears how training gets on. */
@FunctionalInterface
public interface Progress {

    /** The two trainings of a version. */
    enum Stage {
        /** Without the last rows, on which the model is then measured. */
        MEASURE,
        /** On all rows. */
        LEARN
    }

    /** An epoch is done. */
    void epoch(Stage stage, Epoch epoch);

    /** Hears nothing. */
    static Progress none() {
        return (stage, epoch) -> {};
    }
}
