package io.millrace.models.tensor;

/** Says why bytes are no table that can be read. It has no stack trace: bytes are to blame, not code. */
public final class TableException extends Exception {
    private static final long serialVersionUID = 1;

    private final Problem problem;

    /** What is wrong. */
    public enum Problem {
        /** The bytes are of another format, or of a kind of this format that is not read. */
        FOREIGN,
        /** The bytes begin like the format but break its rules. */
        MALFORMED,
        /** There are more rows than wanted. */
        TOO_MANY_ROWS,
        /** There are no rows. */
        NO_ROWS,
        /** A wanted column stands more than once. */
        REPEATED_COLUMN
    }

    TableException(Problem problem, String message) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.problem = problem;
    }

    static TableException malformed(String message) {
        return new TableException(Problem.MALFORMED, message);
    }

    public Problem problem() {
        return problem;
    }
}
