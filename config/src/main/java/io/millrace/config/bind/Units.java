package io.millrace.config.bind;

import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole numbers written with a unit.
 *
 * @param expected how they are written, for people
 * @param factors how many of the smallest unit each unit is; the empty name is a number without a unit
 */
record Units(String expected, Map<String, Long> factors) {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,18})([a-z]{0,3})");

    /** Milliseconds. */
    static final Units TIME = new Units(
            "a whole number with a unit: ms, s, m, h or d",
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L));

    /** Bytes; a kilobyte is 1024 of them. */
    static final Units BYTES = new Units(
            "a whole number of bytes, or with a unit: kb, mb or gb",
            Map.of("", 1L, "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30));

    long read(String text) {
        Matcher amount = AMOUNT.matcher(text);
        Long factor = amount.matches() ? factors.get(amount.group(2)) : null;
        if (factor == null) {
            throw new Refusal("must be " + expected);
        }
        try {
            return Math.multiplyExact(Long.parseLong(amount.group(1)), factor);
        } catch (ArithmeticException e) {
            throw new Refusal("must be smaller");
        }
    }

    /** The amount in the largest unit that gives a whole number. */
    String print(long amount) {
        TreeMap<Long, String> units = new TreeMap<>();
        factors.forEach((unit, factor) -> units.merge(factor, unit, (a, b) -> a.length() < b.length() ? a : b));
        for (Entry<Long, String> unit : units.descendingMap().entrySet()) {
            if (amount != 0 && amount % unit.getKey() == 0) {
                return amount / unit.getKey() + unit.getValue();
            }
        }
        return amount + units.firstEntry().getValue();
    }
}
