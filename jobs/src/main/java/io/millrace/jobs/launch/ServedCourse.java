package io.millrace.jobs.launch;

import io.millrace.jobs.launch.QualityHistory.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good what was served turns out to be in a slice, whichever versions served it: the sum of what each figure adds to the one
 * before it of its version. Of the metrics it knows those that are means over labels, and what follows from them.
 *
 * <pre>
 * rmse           = √ mean of squared errors
 * kappa-temporal = (accuracy − no-change) / (1 − no-change)
 * </pre>
 */
final class ServedCourse {
    private static final String LIFETIME = "lifetime.";
    private static final double WINDOW = 1000;
    private static final List<String> MEANS = List.of("accuracy", "log-loss", "no-change", "mae", "mape");
    private static final int MOST_STEPS = 100_000;

    private final Map<QualityFigure.Key, QualityFigure> latest = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** Labels that became known, and their sums. */
    private record Step(Instant time, double labels, Map<String, Double> sums) {}

    /** The next figure of a version that served. */
    void take(QualityFigure figure) {
        QualityFigure before = latest.put(figure.key(), figure);
        double labels = figure.value("labels") - (before == null ? 0 : before.value("labels"));
        Map<String, Double> sums = sums(figure);
        if (before != null) {
            sums(before).forEach((metric, sum) -> sums.merge(metric, -sum, Double::sum));
        }
        if (labels != 0) {
            steps.add(new Step(figure.time(), labels, sums));
        }
        if (steps.size() > MOST_STEPS) {
            thin();
        }
    }

    /* Two neighbours become one. */
    private void thin() {
        List<Step> kept = new ArrayList<>();
        for (int i = 0; i < steps.size(); i += 2) {
            kept.add(together(steps.subList(i, Math.min(i + 2, steps.size()))));
        }
        steps.clear();
        steps.addAll(kept);
    }

    private static Step together(List<Step> several) {
        Map<String, Double> sums = new HashMap<>();
        double labels = 0;
        for (Step step : several) {
            labels += step.labels;
            step.sums.forEach((metric, sum) -> sums.merge(metric, sum, Double::sum));
        }
        return new Step(several.get(several.size() - 1).time, labels, sums);
    }

    private static Map<String, Double> sums(QualityFigure figure) {
        Map<String, Double> sums = new HashMap<>();
        double labels = figure.value("labels");
        for (String metric : MEANS) {
            add(sums, metric, labels * figure.value(LIFETIME + metric));
        }
        double rmse = figure.value(LIFETIME + "rmse");
        add(sums, "rmse", labels * rmse * rmse);
        return sums;
    }

    private static void add(Map<String, Double> sums, String metric, double sum) {
        if (!Double.isNaN(sum)) {
            sums.put(metric, sum);
        }
    }

    /** How many versions, as champion or canary, served. */
    int served() {
        return latest.size();
    }

    long scored() {
        return (long) latest.values().stream()
                .mapToDouble(figure -> figure.value("scored"))
                .sum();
    }

    long labels() {
        return (long) latest.values().stream()
                .mapToDouble(figure -> figure.value("labels"))
                .sum();
    }

    /** Share of the labels that is expected to have come, over all rows. */
    double maturity() {
        double expected = latest.values().stream()
                .mapToDouble(figure -> figure.value("scored") * figure.value("maturity"))
                .sum();
        return expected / scored();
    }

    /** Metrics of all labels. */
    Map<String, Double> lifetime() {
        return metrics(steps);
    }

    /** Metrics of the latest 1,000 labels, or some more: what became known together is not taken apart. */
    Map<String, Double> window() {
        double labels = 0;
        int from = steps.size();
        while (from > 0 && labels < WINDOW) {
            from--;
            labels += steps.get(from).labels;
        }
        return metrics(steps.subList(from, steps.size()));
    }

    private static Map<String, Double> metrics(List<Step> of) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (of.isEmpty()) {
            return metrics;
        }
        Step all = together(of);
        for (String metric : MEANS) {
            add(metrics, metric, all.sums.getOrDefault(metric, Double.NaN) / all.labels);
        }
        add(metrics, "rmse", Math.sqrt(all.sums.getOrDefault("rmse", Double.NaN) / all.labels));
        double guess = metrics.getOrDefault("no-change", Double.NaN);
        if (guess < 1) {
            add(metrics, "kappa-temporal", (metrics.getOrDefault("accuracy", Double.NaN) - guess) / (1 - guess));
        }
        return metrics;
    }

    /** The mean of a metric over parts of the course that are equally rich in labels, at most so many. */
    List<Point> course(String metric, int parts) {
        double each = Math.max(1, steps.stream().mapToDouble(Step::labels).sum() / parts);
        List<Point> course = new ArrayList<>();
        List<Step> part = new ArrayList<>();
        double labels = 0;
        for (Step step : steps) {
            part.add(step);
            labels += step.labels;
            if (labels >= each) {
                course.add(new Point(step.time, metrics(part).getOrDefault(metric, Double.NaN)));
                part.clear();
                labels = 0;
            }
        }
        if (course.isEmpty() && labels > 0) {
            course.add(new Point(part.get(part.size() - 1).time, metrics(part).getOrDefault(metric, Double.NaN)));
        }
        return course.stream()
                .filter(point -> Double.isFinite(point.value()))
                .sorted(Comparator.comparing(Point::time))
                .toList();
    }
}
