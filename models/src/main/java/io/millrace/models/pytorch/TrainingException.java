package io.millrace.models.pytorch;

/** Training that cannot lead to a model. */
public final class TrainingException extends Exception {

    public TrainingException(String message) {
        super(message);
    }
}
