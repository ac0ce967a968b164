package io.millrace.config.bind;

import io.millrace.config.bind.ScalarType.Words;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types of single values. */
final class Scalars {
    private static final Pattern LINE = Pattern.compile("\\P{Cntrl}{1,10000}");
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,40}");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?([0-9]{1,400}(\\.[0-9]{0,400})?|\\.[0-9]{1,400})([eE][-+]?[0-9]{1,4})?");

    private Scalars() {}

    static Type<String> text() {
        return texts(LINE, new Words("text", ""), "must be a text on one line, not empty");
    }

    static Type<String> text(Pattern form, String expected) {
        return texts(form, new Words("text", expected), "must be " + expected);
    }

    private static Type<String> texts(Pattern form, Words words, String refusal) {
        return new ScalarType<>(
                words,
                scalar -> {
                    if (!form.matcher(scalar.text()).matches()) {
                        throw new Refusal(refusal);
                    }
                    return scalar.text();
                },
                "",
                Function.identity());
    }

    static Type<Integer> integer(int min, int max) {
        Range<Long> range = new Range<>((long) min, (long) max, String::valueOf);
        return new ScalarType<>(
                new Words("whole number", range.toString()),
                scalar -> Math.toIntExact(whole(scalar, range)),
                min,
                String::valueOf);
    }

    static Type<Long> wholeNumber(long min, long max) {
        Range<Long> range = new Range<>(min, max, String::valueOf);
        return new ScalarType<>(
                new Words("whole number", range.toString()), scalar -> whole(scalar, range), min, String::valueOf);
    }

    private static long whole(Node.Scalar scalar, Range<Long> range) {
        BigInteger value = new BigInteger(unquoted(scalar, WHOLE, "a whole number"));
        if (value.bitLength() >= Long.SIZE) {
            throw range.refusal();
        }
        return range.check(value.longValue());
    }

    static Type<Double> number(double min, double max) {
        Range<Double> range = new Range<>(min, max, Scalars::print);
        String bound = max == Double.MAX_VALUE ? "" : range.toString();
        return new ScalarType<>(
                new Words("number", bound), scalar -> number(scalar, range), Math.max(min, 0), Scalars::print);
    }

    private static double number(Node.Scalar scalar, Range<Double> range) {
        double value = Double.parseDouble(unquoted(scalar, NUMBER, "a number"));
        if (Double.isInfinite(value)) {
            throw new Refusal("must be a number that a double can hold");
        }
        return range.check(value);
    }

    private static String unquoted(Node.Scalar scalar, Pattern form, String expected) {
        if (!form.matcher(scalar.text()).matches()) {
            throw new Refusal("must be " + expected);
        }
        if (!scalar.plain()) {
            throw new Refusal("must be " + expected + " without quotes");
        }
        return scalar.text();
    }

    private static String print(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    static Type<Boolean> bool() {
        Map<String, Boolean> byName = new LinkedHashMap<>();
        byName.put("true", true);
        byName.put("false", false);
        return choice("bool", new Choice<>(byName, List.of()));
    }

    static <E extends Enum<E>> Type<E> oneOf(List<E> constants, List<String> later) {
        Map<String, E> byName = new LinkedHashMap<>();
        constants.forEach(constant -> byName.put(kebab(constant), constant));
        return choice("choice", new Choice<>(byName, later));
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> Type<T> choice(String name, Choice<T> choice) {
        return new ScalarType<>(new Words(name, choice.toString()), choice::read, choice.any(), choice::print);
    }

    static Type<Duration> duration(Duration min, Duration max) {
        Range<Duration> range = new Range<>(min, max, Scalars::print);
        return new ScalarType<>(
                new Words("time span", range.toString()),
                scalar -> range.check(Duration.ofMillis(Units.TIME.read(scalar.text()))),
                min,
                Scalars::print);
    }

    private static String print(Duration value) {
        return Units.TIME.print(value.toMillis());
    }

    static Type<Long> bytes(long min, long max) {
        Range<Long> range = new Range<>(min, max, Units.BYTES::print);
        return new ScalarType<>(
                new Words("size", range.toString()),
                scalar -> range.check(Units.BYTES.read(scalar.text())),
                min,
                Units.BYTES::print);
    }

    static <T> Type<T> written(String form, Function<String, T> parser, T placeholder) {
        return new ScalarType<>(
                new Words("text", form), scalar -> parser.apply(scalar.text()), placeholder, String::valueOf);
    }
}
