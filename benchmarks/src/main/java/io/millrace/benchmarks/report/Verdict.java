package io.millrace.benchmarks.report;

/**
 * Whether a round counts. No gate, no number: a round that failed the correctness gate never does.
 *
 * @param why the reason in words, empty if the round counts
 */
public record Verdict(Kind kind, String why) {
    /** A round that counts. */
    public static final Verdict COUNTED = new Verdict(Kind.COUNTED, "");

    /** The three endings of a round. */
    public enum Kind {
        /** Correct and undisturbed. */
        COUNTED,
        /** Correct, but the machine was not ours alone, or the run was not steady. */
        REJECTED,
        /** Outputs were missing, repeated or wrong. */
        GATE_FAILED
    }

    public Verdict {
        if ((kind == Kind.COUNTED) != why.isEmpty()) {
            throw new IllegalArgumentException(
                    "verdict and reason disagree: kind=" + kind + ", why=" + why + ", empty only when counted");
        }
    }

    /** A correct round that must not be used, because of the surroundings. */
    public static Verdict rejected(String why) {
        return new Verdict(Kind.REJECTED, why);
    }

    /** A round with wrong results. */
    public static Verdict gateFailed(String why) {
        return new Verdict(Kind.GATE_FAILED, why);
    }

    /** Whether the outputs were right, used or not. */
    public boolean correct() {
        return kind != Kind.GATE_FAILED;
    }

    /** Whether the round may be used. */
    public boolean counted() {
        return kind == Kind.COUNTED;
    }
}
