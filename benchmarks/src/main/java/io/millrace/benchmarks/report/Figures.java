package io.millrace.benchmarks.report;

import java.util.Locale;

/** Numbers as people read them, with about three digits that matter; a number that is missing is a dash. */
public final class Figures {
    private static final String MISSING = "–";
    private static final double LEAST_WHOLE = 99.95;
    private static final int MOST_DECIMALS = 6;

    private Figures() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String rate(double perSecond) {
        return digits(perSecond);
    }

    public static String percent(double share) {
        return Double.isNaN(share) ? MISSING : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String micros(double value) {
        return digits(value);
    }

    /** Milliseconds, or seconds from one on. */
    static String millis(double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        return value < 1_000 ? digits(value) + " ms" : digits(value / 1_000) + " s";
    }

    static String seconds(double value) {
        return Double.isNaN(value) ? MISSING : digits(value) + " s";
    }

    static String bytes(long value) {
        return String.format(Locale.ROOT, "%.1f GiB", value / (double) (1L << 30));
    }

    /** A number without unnecessary zeros, as a person would write a goal or a share. */
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? count(Math.round(value)) : Double.toString(value);
    }

    /** Digits without the zeros at their end, for sentences. */
    static String brief(double value) {
        String digits = digits(value);
        return digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits;
    }

    /** Three digits that matter, and no fewer than those of whole numbers. */
    public static String digits(double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        double size = Math.abs(value);
        int decimals = 0;
        for (double least = LEAST_WHOLE; size < least && size > 0 && decimals < MOST_DECIMALS; least /= 10) {
            decimals++;
        }
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
