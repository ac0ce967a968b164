package io.millrace.operators.enrich;

import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row that comes out of a store without types, text by text. What is no value of its column leaves it empty. */
final class RowDraft {
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");
    private static final Pattern MILLIS = Pattern.compile("-?[0-9]{1,18}");

    private final List<ViewConfig.Column> columns;
    private final double[] numbers;
    private final @Nullable String[] texts;
    private final float[] @Nullable [] vectors;
    private long timeMillis = FeatureRow.UNKNOWN_TIME;

    RowDraft(List<ViewConfig.Column> columns) {
        this.columns = columns;
        this.numbers = new double[columns.size()];
        this.texts = new @Nullable String[columns.size()];
        this.vectors = new float[columns.size()] @Nullable [];
        Arrays.fill(numbers, Double.NaN);
    }

    /** Whether a column holds vectors, which {@link #put(int, List)} takes. */
    boolean vector(int column) {
        return columns.get(column).type() == FieldType.VECTOR;
    }

    /** Takes the elements of a vector. */
    void put(int column, List<?> elements) {
        vectors[column] = Elements.vector(columns.get(column), elements);
    }

    /** Takes the value of a column that holds no vectors, as it is written. */
    void put(int column, String text) {
        FieldType type = columns.get(column).type();
        if (type == FieldType.CATEGORY) {
            texts[column] = text;
        } else {
            numbers[column] = number(type, text);
        }
    }

    /** Takes the time since when the values hold: in ISO 8601, which is UTC without a zone, or in epoch milliseconds. */
    void time(String text) {
        timeMillis = millis(text);
    }

    FeatureRow finish() {
        return new FeatureRow(new Values(numbers, texts, vectors), timeMillis);
    }

    private static double number(FieldType type, String text) {
        return switch (type) {
            case FLOAT -> number(text);
            case INT -> whole(number(text));
            case BOOL -> truth(text);
            case CATEGORY, VECTOR -> Double.NaN;
        };
    }

    private static double number(String text) {
        double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        return Double.isFinite(number) ? number : Double.NaN;
    }

    private static double whole(double number) {
        return number == Math.rint(number) ? number : Double.NaN;
    }

    private static double truth(String text) {
        return switch (text) {
            case "true", "1" -> 1;
            case "false", "0" -> 0;
            default -> Double.NaN;
        };
    }

    private static long millis(String text) {
        if (MILLIS.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            OffsetDateTime zoned = time instanceof OffsetDateTime offset
                    ? offset
                    : LocalDateTime.from(time).atOffset(ZoneOffset.UTC);
            return zoned.toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return FeatureRow.UNKNOWN_TIME;
        }
    }
}
