package io.millrace.jobs.demo;

import java.util.List;

/** Numbers as block characters. */
final class Chart {
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final String EIGHTHS = "▏▎▍▌▋▊▉█";

    private Chart() {}

    /**
     * One column per value, from nothing to the highest; more values than columns are averaged. A value that is NaN
     * leaves a blank.
     */
    static String spark(List<Double> values, int maxWidth) {
        return spark(values, maxWidth, highest(values));
    }

    /** The highest value, or 0 if there is none. */
    static double highest(List<Double> values) {
        return values.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    /** The same from nothing to a value that is given. */
    static String spark(List<Double> values, int maxWidth, double highest) {
        int width = Math.min(values.size(), maxWidth);
        StringBuilder line = new StringBuilder(width);
        for (int i = 0; i < width; i++) {
            int from = (int) ((long) i * values.size() / width);
            int to = (int) ((long) (i + 1) * values.size() / width);
            line.append(level(mean(values.subList(from, to)), highest));
        }
        return line.toString();
    }

    private static double mean(List<Double> values) {
        return values.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    private static char level(double value, double highest) {
        if (Double.isNaN(value)) {
            return ' ';
        }
        int top = LEVELS.length() - 1;
        return LEVELS.charAt(
                highest <= 0 ? 0 : (int) Math.min(top, Math.max(0, Math.ceil(value / highest * (top + 1)) - 1)));
    }

    /** A bar from the left, in eighths of a column; what is more than nothing shows at least one eighth. */
    static String bar(double share, int maxWidth) {
        int eighths = (int) Math.round(Math.min(1, Math.max(0, share)) * maxWidth * 8);
        if (share > 0 && eighths == 0) {
            eighths = 1;
        }
        String whole = "█".repeat(eighths / 8);
        return eighths % 8 == 0 ? whole : whole + EIGHTHS.charAt(eighths % 8 - 1);
    }
}
