package io.millrace.config.bind;

import java.util.function.Function;

/** The values from {@code min} to {@code max}, both included. */
record Range<T extends Comparable<T>>(T min, T max, Function<T, String> printer) {

    T check(T value) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw refusal();
        }
        return value;
    }

    Refusal refusal() {
        return new Refusal("must be " + this);
    }

    @Override
    public String toString() {
        return "between " + printer.apply(min) + " and " + printer.apply(max);
    }
}
