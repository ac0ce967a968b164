package io.millrace.config.bind;

/** Why a text cannot be read any further, and where. Reported, never thrown out. */
final class Unreadable extends RuntimeException {
    private final transient Place place;

    Unreadable(Place place, String sentence) {
        super(sentence, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.place = place;
    }

    void report() {
        place.refuse(null, String.valueOf(getMessage()));
    }
}
