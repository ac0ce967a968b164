package io.millrace.operators.feedback;

/**
 * What is to be done at some time.
 *
 * @param about id of a prediction, or identity of a label
 */
record Alarm(Kind kind, String about) {

    /** What it is. */
    enum Kind {
        /** The wait of a row is over. */
        ROW,
        /** All rows up to the time of a label have come. */
        SETTLE,
        /** The wait of a label is over. */
        LABEL
    }

    /** As it lies in state. */
    String text() {
        return kind.name().charAt(0) + about;
    }

    static Alarm parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.charAt(0) == kind.name().charAt(0)) {
                return new Alarm(kind, text.substring(1));
            }
        }
        throw new IllegalArgumentException("no alarm is written like this: text=" + text);
    }
}
