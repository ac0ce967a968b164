package io.millrace.config.bind;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A kind of value: how it is written, which values are allowed, and how it is read.
 *
 * @param <T> what a value is read as
 */
public abstract sealed class Type<T> permits ScalarType, ListType, MapType, SectionType {

    /** Text on one line, not empty. */
    public static Type<String> text() {
        return Scalars.text();
    }

    /** Text of a certain form; {@code expected} is what follows "must be". */
    public static Type<String> text(Pattern form, String expected) {
        return Scalars.text(form, expected);
    }

    /** A whole number that fits an int, bounds included. */
    public static Type<Integer> integer(int min, int max) {
        return Scalars.integer(min, max);
    }

    /** A whole number, bounds included. */
    public static Type<Long> wholeNumber(long min, long max) {
        return Scalars.wholeNumber(min, max);
    }

    /** A finite number, bounds included. */
    public static Type<Double> number(double min, double max) {
        return Scalars.number(min, max);
    }

    /** A finite number. */
    public static Type<Double> number() {
        return Scalars.number(-Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** {@code true} or {@code false}. */
    public static Type<Boolean> bool() {
        return Scalars.bool();
    }

    /** A constant of an enum, in kebab-case. */
    public static <E extends Enum<E>> Type<E> oneOf(Class<E> type) {
        return Scalars.oneOf(List.of(type.getEnumConstants()), List.of());
    }

    /** One of some constants of an enum, in kebab-case; {@code later} are names that another version may know. */
    public static <E extends Enum<E>> Type<E> oneOf(List<E> constants, List<String> later) {
        return Scalars.oneOf(constants, later);
    }

    /** A time span such as {@code 20ms}, {@code 5s}, {@code 1h} or {@code 30d}, bounds included. */
    public static Type<Duration> duration(Duration min, Duration max) {
        return Scalars.duration(min, max);
    }

    /** A number of bytes such as {@code 512}, {@code 64kb} or {@code 1mb}, bounds included. */
    public static Type<Long> bytes(long min, long max) {
        return Scalars.bytes(min, max);
    }

    /**
     * A text with a meaning of its own.
     *
     * @param form how it is written, for people
     * @param parser throws a {@link Refusal} for a text that is not of the form
     * @param placeholder stands in after a refusal
     */
    public static <T> Type<T> written(String form, Function<String, T> parser, T placeholder) {
        return Scalars.written(form, parser, placeholder);
    }

    /** A list of so many elements. */
    public static <T> Type<List<T>> list(Type<T> element, int min, int max) {
        return new ListType<>(element, new Count(min, max), /* distinct= */ false);
    }

    /** A list of so many elements, no two of them equal. */
    public static <T> Type<List<T>> distinct(Type<T> element, int min, int max) {
        return new ListType<>(element, new Count(min, max), /* distinct= */ true);
    }

    /** So many values by freely chosen name, in file order. */
    public static <T> Type<Map<String, T>> map(Type<String> name, Type<T> value, int min, int max) {
        return new MapType<>(name, value, new Count(min, max));
    }

    /** A section. */
    public static Type<Section> section(Shape shape) {
        return new SectionType(shape);
    }

    /** What kind of value it is, in a word or two. */
    public abstract String name();

    /** Which values are allowed, or empty. */
    public abstract String bound();

    /** A value as it would be written. */
    public abstract String print(T value);

    /** The section inside, however deep, and what stands between this key and the section's keys in a path. */
    public Optional<Nested> nested() {
        return Optional.empty();
    }

    /** Reads a value or throws a {@link Refusal}. */
    abstract T parse(Node node, Place place);

    /** Stands in after a problem, so that reading can go on. */
    abstract T placeholder(Place place);

    final T read(Node node, Place place) {
        return read(node, place, UnaryOperator.identity());
    }

    /** Reads a value in whose text placeholders are filled in first; a problem still shows what the file says. */
    final T read(Node node, Place place, UnaryOperator<String> expansion) {
        try {
            if (node instanceof Node.Scalar scalar) {
                return scalar.empty() ? readEmpty(place) : parse(scalar.expand(expansion), place);
            }
            return parse(node, place);
        } catch (Refusal e) {
            place.refuse(node, e.sentence());
            return placeholder(place);
        }
    }

    T readEmpty(Place place) {
        throw new Refusal("has no value; give one or remove the key");
    }

    /**
     * Where the keys of a section stand, relative to the key that holds it.
     *
     * @param between {@code "."} for a section, {@code "[]."} for a list of them, {@code ".<name>."} for a map of them
     */
    public record Nested(String between, Shape shape) {}

    /** Bounds on a number of elements. */
    record Count(int min, int max) {

        void check(int n, String noun) {
            if (n < min || n > max) {
                throw new Refusal("must hold " + this + " " + noun + ", not " + n);
            }
        }

        @Override
        public String toString() {
            return min == max ? Integer.toString(min) : min + " to " + max;
        }
    }
}
