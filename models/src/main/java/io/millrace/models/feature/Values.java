package io.millrace.models.feature;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row held in one array per kind of value, indexed by column. Built once by whoever decodes it and not changed
 * afterwards; the arrays are handed over, not copied, because this is made for every event.
 */
public final class Values implements Fields {
    private static final String[] NO_TEXTS = {};
    private static final float[][] NO_VECTORS = {};

    private final double[] numbers;
    private final @Nullable String[] texts;
    private final float[] @Nullable [] vectors;

    /**
     * Takes over the arrays. {@code texts} and {@code vectors} may be empty if the schema has no such column; otherwise
     * each array has one element per column.
     */
    public Values(double[] numbers, @Nullable String[] texts, float[] @Nullable [] vectors) {
        this.numbers = numbers;
        this.texts = texts;
        this.vectors = vectors;
    }

    /** A row of numbers only. */
    public static Values ofNumbers(double... numbers) {
        return new Values(numbers, NO_TEXTS, NO_VECTORS);
    }

    /** A row of the schema in which everything is missing. */
    public static Values missing(Schema schema) {
        double[] numbers = new double[schema.size()];
        Arrays.fill(numbers, Double.NaN);
        return new Values(numbers, NO_TEXTS, NO_VECTORS);
    }

    /** This row followed by the columns of another. */
    public Values and(Values further) {
        int size = size() + further.size();
        double[] allNumbers = Arrays.copyOf(numbers, size);
        System.arraycopy(further.numbers, 0, allNumbers, size(), further.size());
        @Nullable String[] allTexts = NO_TEXTS;
        if (texts.length > 0 || further.texts.length > 0) {
            allTexts = Arrays.copyOf(texts, size);
            System.arraycopy(further.texts, 0, allTexts, size(), further.texts.length);
        }
        float[] @Nullable [] allVectors = NO_VECTORS;
        if (vectors.length > 0 || further.vectors.length > 0) {
            allVectors = Arrays.copyOf(vectors, size);
            System.arraycopy(further.vectors, 0, allVectors, size(), further.vectors.length);
        }
        return new Values(allNumbers, allTexts, allVectors);
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public double number(int column) {
        return numbers[column];
    }

    @Override
    public void numbers(Gathering gathering) {
        gathering.from(numbers);
    }

    @Override
    public @Nullable String text(int column) {
        return column < texts.length ? texts[column] : null;
    }

    @Override
    public float @Nullable [] vector(int column) {
        return column < vectors.length ? vectors[column] : null;
    }

    /** Rows are equal if every column is: an array that was left out equals one in which everything is missing. */
    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Values that) || !Arrays.equals(numbers, that.numbers)) {
            return false;
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!Objects.equals(text(i), that.text(i)) || !Arrays.equals(vector(i), that.vector(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "Values[numbers=" + Arrays.toString(numbers) + ", texts=" + Arrays.toString(texts) + "]";
    }
}
