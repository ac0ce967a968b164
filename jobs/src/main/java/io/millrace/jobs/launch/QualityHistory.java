package io.millrace.jobs.launch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the quality topic says: the last figure of each key, and how the main metric went over time. */
final class QualityHistory {
    private static final int MOST_POINTS = 2000;
    private static final Comparator<QualityFigure.Key> ORDER = Comparator.comparingInt(QualityFigure.Key::version)
            .thenComparing(QualityFigure.Key::variant)
            .thenComparing(key -> !key.slice().equals(QualityFigure.ALL))
            .thenComparing(QualityFigure.Key::slice);

    private static final Comparator<String> BY_SLICE = Comparator.<String, Boolean>comparing(
                    slice -> !slice.equals(QualityFigure.ALL))
            .thenComparing(Comparator.naturalOrder());
    private static final Set<String> SERVING = Set.of("champion", "canary");

    private final Predicate<QualityFigure.Key> wanted;
    private final Map<QualityFigure.Key, QualityFigure> latest = new TreeMap<>(ORDER);
    private final Map<QualityFigure.Key, List<Point>> courses = new TreeMap<>(ORDER);
    private final Map<String, ServedCourse> served = new TreeMap<>(BY_SLICE);

    /** The main metric at a time. */
    record Point(Instant time, double value) {}

    /** @param wanted which figures are kept */
    QualityHistory(Predicate<QualityFigure.Key> wanted) {
        this.wanted = wanted;
    }

    void take(QualityFigure figure) {
        if (!wanted.test(figure.key())) {
            return;
        }
        latest.put(figure.key(), figure);
        if (SERVING.contains(figure.key().variant())) {
            served.computeIfAbsent(figure.key().slice(), any -> new ServedCourse())
                    .take(figure);
        }
        double value = figure.value("fading." + metric(figure));
        if (!Double.isNaN(value)) {
            List<Point> course = courses.computeIfAbsent(figure.key(), any -> new ArrayList<>());
            course.add(new Point(figure.time(), value));
            thin(course);
        }
    }

    private static void thin(List<Point> course) {
        if (course.size() > MOST_POINTS) {
            List<Point> kept = new ArrayList<>();
            for (int i = 0; i < course.size(); i += 2) {
                kept.add(course.get(i));
            }
            course.clear();
            course.addAll(kept);
        }
    }

    private static String metric(QualityFigure figure) {
        return figure.values().containsKey("lifetime.accuracy") ? "accuracy" : "mae";
    }

    /** The last figure of each key, in order. */
    Collection<QualityFigure> latest() {
        return latest.values();
    }

    /** What was served by several versions, by slice. */
    Map<String, ServedCourse> served() {
        Map<String, ServedCourse> several = new LinkedHashMap<>();
        served.forEach((slice, course) -> {
            if (course.served() > 1) {
                several.put(slice, course);
            }
        });
        return several;
    }

    /** The numbers of the versions that there are figures of. */
    NavigableSet<Integer> versions() {
        NavigableSet<Integer> versions = new TreeSet<>();
        latest.keySet().forEach(key -> versions.add(key.version()));
        return versions;
    }

    /** The metric that says most. */
    String metric() {
        return latest.values().stream().anyMatch(figure -> metric(figure).equals("accuracy")) ? "accuracy" : "mae";
    }

    /**
     * How the main metric went in a slice, by version and variant.
     *
     * @param first the lowest version that is asked for
     */
    Map<String, List<Point>> courses(String slice, int first) {
        Map<String, List<Point>> named = new LinkedHashMap<>();
        courses.forEach((key, course) -> {
            if (key.slice().equals(slice) && key.version() >= first) {
                named.put(key.standing(), List.copyOf(course));
            }
        });
        return named;
    }
}
