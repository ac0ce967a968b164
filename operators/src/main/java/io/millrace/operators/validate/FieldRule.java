package io.millrace.operators.validate;

import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import java.util.Set;

/** What one declared field may hold, in the form in which it is checked for every event. */
record FieldRule(
        String name, FieldType type, double min, double max, Set<String> allowed, boolean required, int length) {

    FieldRule {
        allowed = Set.copyOf(allowed);
    }

    static FieldRule of(FieldConfig field) {
        Double min = field.min();
        Double max = field.max();
        return new FieldRule(
                field.name(),
                field.type(),
                min == null ? Double.NEGATIVE_INFINITY : min,
                max == null ? Double.POSITIVE_INFINITY : max,
                Set.copyOf(field.values()),
                field.required(),
                field.length());
    }

    /** Whether a number is finite and within the bounds; NaN is not. */
    boolean holds(double value) {
        return value >= min && value <= max && Math.abs(value) <= Double.MAX_VALUE;
    }

    boolean allows(String text) {
        return allowed.isEmpty() || allowed.contains(text);
    }
}
