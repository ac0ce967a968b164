package io.millrace.models.feature;

import java.util.List;
import java.util.function.Function;

/** How the value of one column becomes elements of a tensor. Learned in training and kept in the manifest. */
public sealed interface Encoding {

    /** Elements that are written. */
    int width();

    /** The result of the function for this kind of encoding. */
    default <R> R fold(
            Function<? super Numeric, ? extends R> numeric,
            Function<? super OneHot, ? extends R> oneHot,
            Function<? super Index, ? extends R> index,
            Function<? super Vector, ? extends R> vector) {
        if (this instanceof Numeric it) {
            return numeric.apply(it);
        }
        if (this instanceof OneHot it) {
            return oneHot.apply(it);
        }
        if (this instanceof Index it) {
            return index.apply(it);
        }
        return vector.apply((Vector) this);
    }

    /** The scale on which a number is written. */
    enum Scale {
        /** x. */
        RAW,
        /** (x - mean) / deviation. */
        STANDARD,
        /** (s - mean) / deviation with s = sign(x) * log(1 + |x|). */
        LOG
    }

    /**
     * A number in one element; a second element, if there is one, is 1 where the number is missing and 0 elsewhere.
     *
     * @param mean of the scaled training values; 0 for {@link Scale#RAW}
     * @param deviation standard deviation of the scaled training values; 1 for {@link Scale#RAW}
     * @param fill stands in for a missing number, before scaling
     * @param indicator whether there is a second element
     */
    record Numeric(Scale scale, double mean, double deviation, double fill, boolean indicator) implements Encoding {

        public Numeric {
            if (!Double.isFinite(mean) || !Double.isFinite(fill) || !(deviation > 0) || Double.isInfinite(deviation)) {
                throw new IllegalArgumentException("numbers must be finite and the deviation above 0: mean=" + mean
                        + ", deviation=" + deviation + ", fill=" + fill);
            }
            if (scale == Scale.RAW && (mean != 0 || deviation != 1)) {
                throw new IllegalArgumentException(
                        "raw numbers are not scaled: mean=" + mean + ", deviation=" + deviation);
            }
        }

        /** A number as it is. */
        public static Numeric raw(double fill, boolean indicator) {
            return new Numeric(Scale.RAW, 0, 1, fill, indicator);
        }

        @Override
        public int width() {
            return indicator ? 2 : 1;
        }
    }

    /** A category as one element per known text and a last one for every other text and for none. */
    record OneHot(List<String> vocabulary) implements Encoding {

        public OneHot {
            vocabulary = distinct(vocabulary);
        }

        @Override
        public int width() {
            return vocabulary.size() + 1;
        }
    }

    /** A category as a whole number: its place in the vocabulary from 1 on, or 0 for every other text and for none. */
    record Index(List<String> vocabulary) implements Encoding {

        public Index {
            vocabulary = distinct(vocabulary);
        }

        @Override
        public int width() {
            return 1;
        }
    }

    /** The elements of a vector as they are; zeros stand in for a missing one. */
    record Vector(int length) implements Encoding {

        public Vector {
            if (length < 1) {
                throw new IllegalArgumentException("vector has no elements: length=" + length);
            }
        }

        @Override
        public int width() {
            return length;
        }
    }

    private static List<String> distinct(List<String> vocabulary) {
        if (vocabulary.stream().distinct().count() != vocabulary.size()) {
            throw new IllegalArgumentException("vocabulary holds a text twice: texts=" + vocabulary.size());
        }
        return List.copyOf(vocabulary);
    }
}
