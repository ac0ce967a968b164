package io.millrace.config.bind;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong in a file.
 *
 * @param line line in the file, counted from 1; 0 if the whole file is meant
 * @param path the key in kebab-case, such as {@code batching.max-size}; empty if the whole file is meant
 * @param value the value that was given, or null if showing it would not help
 * @param message what is wrong, with the bound, and what to do
 */
public record Problem(
        String file, int line, String path, @Nullable String value, String message) implements Comparable<Problem> {

    /** Stands for the value of a secret in every text. */
    public static final String REDACTED = "[REDACTED]";

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparing(Problem::path)
            .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }

    /** The key with its value, as far as there are any. */
    String subject() {
        return value == null || path.isEmpty() ? path : path + " = " + value;
    }
}
