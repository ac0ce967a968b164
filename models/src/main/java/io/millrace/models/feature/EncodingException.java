package io.millrace.models.feature;

/** Columns and encodings that do not belong together. */
public final class EncodingException extends Exception {

    public EncodingException(String message) {
        super(message);
    }
}
