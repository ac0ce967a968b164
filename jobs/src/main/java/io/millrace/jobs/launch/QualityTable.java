package io.millrace.jobs.launch;

import io.millrace.jobs.launch.QualityHistory.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Live quality for people and for programs. */
final class QualityTable {
    /** Below this share of labels that are expected to have come, figures may still change much. */
    static final double MATURE = 0.8;

    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final String SERVED = "served";
    private static final int CHART_WIDTH = 60;
    private static final List<String> MEMORIES = List.of("window", "fading", "lifetime");
    private static final List<String> FURTHER = List.of("rmse", "r2", "kappa-temporal", "calibration-error", "auc");

    private final QualityHistory history;
    private final String metric;
    private final int first;

    /** @param versions so many versions are shown, the latest */
    QualityTable(QualityHistory history, int versions) {
        this.history = history;
        this.metric = history.metric();
        this.first = history.versions().descendingSet().stream()
                .limit(versions)
                .reduce((later, earlier) -> earlier)
                .orElse(0);
    }

    /** The lowest version that is shown. */
    int first() {
        return first;
    }

    /** How many versions before it are not. */
    int left() {
        return history.versions().headSet(first).size();
    }

    /** The names of the columns. */
    List<String> heads() {
        List<String> heads = new ArrayList<>(List.of("version", "variant", "slice", "labels", "coverage", "maturity"));
        MEMORIES.forEach(memory -> heads.add(metric + " " + memory));
        further().forEach(heads::add);
        return heads;
    }

    private List<String> further() {
        return FURTHER.stream()
                .filter(name -> history.latest().stream()
                        .anyMatch(figure -> figure.values().containsKey("window." + name)))
                .toList();
    }

    /** What was served altogether, and the last figure of each key, one row each. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        history.served().forEach((slice, course) -> rows.add(served(slice, course)));
        for (QualityFigure figure : history.latest()) {
            if (figure.key().version() < first) {
                continue;
            }
            List<String> row = new ArrayList<>(List.of(
                    Integer.toString(figure.key().version()),
                    figure.key().variant(),
                    figure.key().slice(),
                    String.format(Locale.ROOT, "%,d", (long) figure.value("labels")),
                    percent(figure.value("coverage")),
                    maturity(figure.value("maturity"))));
            MEMORIES.forEach(memory -> row.add(number(figure.value(memory + "." + metric))));
            further().forEach(name -> row.add(number(figure.value("window." + name))));
            rows.add(row);
        }
        return rows;
    }

    private List<String> served(String slice, ServedCourse course) {
        Map<String, Double> window = course.window();
        List<String> row = new ArrayList<>(List.of(
                "all",
                SERVED,
                slice,
                String.format(Locale.ROOT, "%,d", course.labels()),
                percent((double) course.labels() / course.scored()),
                maturity(course.maturity()),
                number(window.getOrDefault(metric, Double.NaN)),
                "-",
                number(course.lifetime().getOrDefault(metric, Double.NaN))));
        further().forEach(name -> row.add(number(window.getOrDefault(name, Double.NaN))));
        return row;
    }

    private static String maturity(double share) {
        return percent(share) + (share < MATURE ? " *" : "");
    }

    /** Everything as lines. */
    List<String> lines(String slice) {
        List<List<String>> table = new ArrayList<>(List.of(heads()));
        table.addAll(rows());
        int[] widths = new int[heads().size()];
        table.forEach(row -> Arrays.setAll(
                widths, column -> Math.max(widths[column], row.get(column).length())));
        List<String> lines = new ArrayList<>();
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                boolean left = column == 1 || column == 2;
                line.append(
                        String.format(Locale.ROOT, "%" + (left ? "-" : "") + widths[column] + "s  ", row.get(column)));
            }
            lines.add(line.toString().stripTrailing());
        }
        if (history.latest().stream().anyMatch(figure -> figure.value("maturity") < MATURE)) {
            lines.add("* fewer than 80 % of the labels are expected to have come");
        }
        if (left() > 0) {
            lines.add(left() + " earlier versions are not shown; --last "
                    + history.versions().size() + " shows them all");
        }
        lines.add("");
        ServedCourse served = history.served().get(slice);
        if (served != null) {
            lines.add(metric + " over time, of what was served, slice " + slice + ":");
            lines.add(chart(SERVED, served.course(metric, CHART_WIDTH)));
        }
        lines.add(metric + " over time, fading, slice " + slice + ":");
        history.courses(slice, first).forEach((name, course) -> lines.add(chart(name, course)));
        return lines;
    }

    private static String chart(String name, List<Point> course) {
        double lowest = course.stream().mapToDouble(Point::value).min().orElse(0);
        double highest = course.stream().mapToDouble(Point::value).max().orElse(0);
        int width = Math.min(course.size(), CHART_WIDTH);
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s  ", name));
        for (int i = 0; i < width; i++) {
            int from = (int) ((long) i * course.size() / width);
            int to = (int) ((long) (i + 1) * course.size() / width);
            double mean = course.subList(from, to).stream()
                    .mapToDouble(Point::value)
                    .average()
                    .orElse(lowest);
            double share = highest > lowest ? (mean - lowest) / (highest - lowest) : 0;
            line.append(LEVELS.charAt((int) Math.min(LEVELS.length() - 1.0, share * LEVELS.length())));
        }
        return line + "  " + number(lowest) + " to " + number(highest);
    }

    /** The last figure of each key, for programs. */
    List<Map<String, Object>> objects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (QualityFigure figure : history.latest()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("version", figure.key().version());
            object.put("variant", figure.key().variant());
            object.put("slice", figure.key().slice());
            object.put("time", figure.time().toString());
            for (String count : List.of("scored", "labels", "absent", "window_labels")) {
                object.put(count, (long) figure.value(count));
            }
            object.put("coverage", figure.value("coverage"));
            object.put("maturity", figure.value("maturity"));
            MEMORIES.forEach(memory -> object.put(memory, metrics(figure, memory + ".")));
            objects.add(object);
        }
        return objects;
    }

    /** The same of what was served by several versions together. */
    List<Map<String, Object>> servedObjects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        history.served().forEach((slice, course) -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("slice", slice);
            object.put("versions", course.served());
            object.put("scored", course.scored());
            object.put("labels", course.labels());
            object.put("coverage", (double) course.labels() / course.scored());
            object.put("maturity", course.maturity());
            object.put("window", course.window());
            object.put("lifetime", course.lifetime());
            objects.add(object);
        });
        return objects;
    }

    private static Map<String, Double> metrics(QualityFigure figure, String prefix) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        figure.values().forEach((path, value) -> {
            if (path.startsWith(prefix)) {
                metrics.put(path.substring(prefix.length()), value);
            }
        });
        return metrics;
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    static String number(double number) {
        double size = Math.abs(number);
        return Double.isNaN(number)
                ? "-"
                : String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%,.2f" : "%.4f", number);
    }
}
