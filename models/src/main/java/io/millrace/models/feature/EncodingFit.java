package io.millrace.models.feature;

import io.millrace.config.FieldConfig.Encode;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.Encoding.Scale;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Learns from training rows how columns are encoded: means and deviations of numbers, vocabularies of categories.
 *
 * <p>{@link Encode#AUTO} scales a number, or its logarithm if the numbers are far from symmetric (skewness above
 * {@value #SKEWED}) and their logarithms are not half as much; a category gets one element per text.
 */
public final class EncodingFit {
    /** Most texts of a vocabulary unless the caller says otherwise; rarer ones are encoded as unknown. */
    public static final int DEFAULT_VOCABULARY = 256;

    private static final double SKEWED = 2;
    private static final int LONGEST_TEXT = 1000;

    private final Schema schema;
    private final List<? extends Row> rows;
    private final int maxVocabulary;

    /** Will learn from these rows of the schema. */
    public EncodingFit(Schema schema, List<? extends Row> rows, int maxVocabulary) {
        this.schema = schema;
        this.rows = rows;
        this.maxVocabulary = maxVocabulary;
    }

    /**
     * The encoding of a column.
     *
     * @throws EncodingException if the column's type cannot be encoded like that
     */
    public ColumnEncoding fit(int column, Encode encode) throws EncodingException {
        return new ColumnEncoding(schema.column(column).name(), encoding(column, encode));
    }

    private Encoding encoding(int column, Encode encode) throws EncodingException {
        FieldType type = schema.column(column).type();
        return switch (encode) {
            case AUTO -> automatic(column, type);
            case RAW -> type == FieldType.VECTOR ? vector(column) : raw(numbers(column, encode));
            case STANDARD -> scaled(Scale.STANDARD, numbers(column, encode));
            case LOG -> scaled(Scale.LOG, numbers(column, encode));
            case ONE_HOT -> oneHot(column, encode);
        };
    }

    private Encoding automatic(int column, FieldType type) throws EncodingException {
        return switch (type) {
            case BOOL -> raw(numbers(column, Encode.AUTO));
            case FLOAT, INT -> scaled(numbers(column, Encode.AUTO));
            case CATEGORY -> oneHot(column, Encode.AUTO);
            case VECTOR -> vector(column);
        };
    }

    private Encoding vector(int column) {
        return new Encoding.Vector(schema.column(column).length());
    }

    private Numeric raw(double[] numbers) {
        return Numeric.raw(Moments.of(present(numbers)).mean(), missing(numbers));
    }

    private Numeric scaled(double[] numbers) {
        double skewness = Math.abs(Moments.of(present(numbers)).skewness());
        double logarithmic =
                Math.abs(Moments.of(present(numbers).map(NumericColumns::log)).skewness());
        boolean log = skewness > SKEWED && logarithmic < skewness / 2;
        return scaled(log ? Scale.LOG : Scale.STANDARD, numbers);
    }

    private Numeric scaled(Scale scale, double[] numbers) {
        boolean log = scale == Scale.LOG;
        Moments moments = Moments.of(log ? present(numbers).map(NumericColumns::log) : present(numbers));
        double fill = log ? Math.copySign(Math.expm1(Math.abs(moments.mean())), moments.mean()) : moments.mean();
        return new Numeric(scale, moments.mean(), moments.deviation(), fill, missing(numbers));
    }

    private OneHot oneHot(int column, Encode encode) throws EncodingException {
        if (!schema.column(column).text()) {
            throw unfit(column, encode);
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Row row : rows) {
            String text = row.text(column);
            if (text != null && writable(text)) {
                counts.merge(text, 1, Integer::sum);
            }
        }
        Comparator<Map.Entry<String, Integer>> byCount = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return new OneHot(counts.entrySet().stream()
                .sorted(byCount.thenComparing(Map.Entry.comparingByKey()))
                .limit(maxVocabulary)
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Whether a manifest can hold the text; any other is encoded as unknown, in training as in serving. */
    public static boolean writable(String text) {
        return !text.isBlank()
                && text.length() <= LONGEST_TEXT
                && text.codePoints().noneMatch(Character::isISOControl);
    }

    private double[] numbers(int column, Encode encode) throws EncodingException {
        if (schema.column(column).text() || schema.column(column).type() == FieldType.VECTOR) {
            throw unfit(column, encode);
        }
        return rows.stream().mapToDouble(row -> row.number(column)).toArray();
    }

    private EncodingException unfit(int column, Encode encode) {
        return new EncodingException("column cannot be encoded like that: column="
                + schema.column(column).name() + ", type="
                + schema.column(column).type() + ", encode=" + encode
                + "; write encode: auto");
    }

    private static DoubleStream present(double[] numbers) {
        return DoubleStream.of(numbers).filter(number -> !Double.isNaN(number));
    }

    private static boolean missing(double[] numbers) {
        return DoubleStream.of(numbers).anyMatch(Double::isNaN);
    }
}
