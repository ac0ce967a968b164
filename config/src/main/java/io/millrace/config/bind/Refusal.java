package io.millrace.config.bind;

/** Why a value is not acceptable, as a sentence that follows the key: {@code must be …}. Reported, never thrown out. */
public final class Refusal extends RuntimeException {

    public Refusal(String message) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }

    /** The message, which is never null. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
