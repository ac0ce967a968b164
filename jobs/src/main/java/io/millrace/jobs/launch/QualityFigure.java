package io.millrace.jobs.launch;

import io.millrace.operators.record.RawEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record of the quality topic: what was known of a version, as a variant, in a slice, at a time.
 *
 * @param values every number by its path, such as {@code labels} or {@code fading.mae}
 */
record QualityFigure(Key key, Instant time, Map<String, Double> values) {
    static final String ALL = "all";

    private static final String KIND = "model-quality";
    private static final Set<String> COUNTS =
            Set.of("scored", "labels", "absent", "coverage", "maturity", "window_labels");

    /** Which figure it is. */
    record Key(int version, String variant, String slice) {

        /** The version with its variant. */
        String standing() {
            return version + " " + variant;
        }
    }

    /** The figure that a record holds; nothing if it is of another kind. */
    static Optional<QualityFigure> read(RawEvent record) {
        return Optional.ofNullable(record.value())
                .flatMap(JsonFields::read)
                .filter(fields -> KIND.equals(fields.get("kind")))
                .map(QualityFigure::of);
    }

    private static QualityFigure of(Map<String, String> fields) {
        Map<String, Double> values = new LinkedHashMap<>();
        fields.forEach((path, text) -> {
            if (path.contains(".") || COUNTS.contains(path)) {
                values.put(path, Double.parseDouble(text));
            }
        });
        Key key = new Key(
                Integer.parseInt(fields.getOrDefault("version", "0")),
                fields.getOrDefault("variant", ""),
                fields.getOrDefault("slice", ""));
        return new QualityFigure(key, Instant.parse(fields.getOrDefault("time", Instant.EPOCH.toString())), values);
    }

    /** A number; NaN if it is not there. */
    double value(String path) {
        return values.getOrDefault(path, Double.NaN);
    }
}
