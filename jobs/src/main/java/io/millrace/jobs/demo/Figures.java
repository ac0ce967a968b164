package io.millrace.jobs.demo;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private Figures() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String money(double dollars) {
        return Double.isNaN(dollars) ? "–" : String.format(Locale.ROOT, "$%.1fk", dollars / 1000);
    }

    static String decimal(double value, int digits) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** Three digits are enough. */
    static String millis(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return value >= 1000 ? decimal(value / 1000, 1) + " s" : decimal(value, value < 100 ? 1 : 0) + " ms";
    }
}
