package io.millrace.jobs.launch;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as pipeline files have them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));

    @Override
    public Duration convert(String text) {
        Matcher amount = AMOUNT.matcher(text);
        Duration unit = amount.matches() ? UNITS.get(amount.group(2)) : null;
        if (unit == null) {
            throw new TypeConversionException("'" + text + "' must be a whole number with a unit: ms, s, m or h");
        }
        return unit.multipliedBy(Long.parseLong(amount.group(1)));
    }
}
