package io.millrace.benchmarks.report;

import java.util.Locale;

/** How a figure stands to what was promised. */
enum Standing {
    /** The whole interval is on the right side. */
    REACHED("reached"),
    /** The median is on the right side; its interval is not, or there were too few rounds for one. */
    UNSURE("reached at the median only"),
    /** The median is on the wrong side. */
    MISSED("missed"),
    /** Nothing was measured. */
    OPEN("not measured"),
    /** Nothing was promised. */
    FREE("");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    /** A ratio that should be at least its goal. */
    static Standing of(Ratio ratio) {
        Estimate estimate = ratio.estimate();
        double goal = ratio.comparison().goal();
        if (goal == 0) {
            return FREE;
        }
        if (!estimate.exists()) {
            return OPEN;
        }
        if (estimate.median() < goal) {
            return MISSED;
        }
        return estimate.low() >= goal ? REACHED : UNSURE;
    }

    /** A figure that should be at most its goal. No goal is NaN, and so is a figure that never came about. */
    static Standing atMost(double figure, double goal) {
        if (Double.isNaN(goal)) {
            return FREE;
        }
        return figure <= goal ? REACHED : MISSED;
    }

    /** A coloured word. */
    Markup badge() {
        return this == FREE
                ? Markup.EMPTY
                : Markup.classed("span", "badge " + name().toLowerCase(Locale.ROOT), Markup.text(words));
    }
}
