package io.millrace.config.bind;

import org.jspecify.annotations.Nullable;

/**
 * A key of a file, declared once: its name, the values it takes, what holds without it, and what it means. The reader,
 * the error messages and the reference in {@code docs/} all come from this declaration.
 *
 * @param <T> what its value is read as
 */
public final class Key<T> {
    private final String name;
    private final Type<T> type;
    private final Otherwise<T> otherwise;
    private final String meaning;
    private final boolean secret;

    private Key(String name, Type<T> type, Otherwise<T> otherwise, String meaning, boolean secret) {
        this.name = name;
        this.type = type;
        this.otherwise = otherwise;
        this.meaning = meaning;
        this.secret = secret;
    }

    /** A key that must be given. */
    public static <T> Key<T> required(String name, Type<T> type, String meaning) {
        return open(name, type, new Otherwise<>(/* refused= */ true, null, "required"), meaning);
    }

    /** A key that may be left out, which means something of its own; of a section: that all its keys hold defaults. */
    public static <T> Key<T> optional(String name, Type<T> type, String meaning) {
        return open(name, type, new Otherwise<>(/* refused= */ false, null, "–"), meaning);
    }

    /** A key with a default. */
    public static <T> Key<T> of(String name, Type<T> type, T fallback, String meaning) {
        return open(name, type, new Otherwise<>(/* refused= */ false, fallback, type.print(fallback)), meaning);
    }

    /** A key whose default depends on other keys, in the way {@code rule} says. */
    public static <T> Key<T> derived(String name, Type<T> type, String rule, String meaning) {
        return open(name, type, new Otherwise<>(/* refused= */ false, null, rule), meaning);
    }

    private static <T> Key<T> open(String name, Type<T> type, Otherwise<T> otherwise, String meaning) {
        return new Key<>(name, type, otherwise, meaning, /* secret= */ false);
    }

    /** The same key with a value that no text ever shows. */
    public Key<T> secret() {
        return new Key<>(name, type, otherwise, meaning, /* secret= */ true);
    }

    public String name() {
        return name;
    }

    public Type<T> type() {
        return type;
    }

    public String meaning() {
        return meaning;
    }

    /** What holds without the key, for people: {@code required}, {@code –} for nothing, or the default. */
    public String otherwise() {
        return otherwise.text();
    }

    boolean isRequired() {
        return otherwise.refused();
    }

    @Nullable
    T fallback() {
        return otherwise.value();
    }

    boolean isSecret() {
        return secret;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * What holds when a key is absent.
     *
     * @param refused whether that is a problem
     * @param value the fixed default, or null
     */
    private record Otherwise<T>(boolean refused, @Nullable T value, String text) {}
}
