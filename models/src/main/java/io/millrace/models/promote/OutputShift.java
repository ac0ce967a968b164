package io.millrace.models.promote;

/**
 * How far the outputs of two versions are apart: the population stability index Σ (p - q) ln(p / q) over bins, with half an
 * output added to each bin.
 *
 * <p>Without a shift the index times 1 / (1/n + 1/m) has the χ² distribution with one degree of freedom less than bins, so
 * an index within what the numbers of outputs explain is no shift, whatever its size.
 *
 * @param index the population stability index
 * @param noise what the index does not exceed without a shift, but for one in a hundred
 * @param constant whether nearly all outputs of the second lie in one bin, and those of the first do not
 */
public record OutputShift(double index, double noise, boolean constant) {
    /** Nothing is known of the outputs. */
    public static final OutputShift NONE = new OutputShift(0, 0, false);

    private static final double SMOOTHING = 0.5;
    private static final double QUANTILE_99 = 2.3263478740408408;
    private static final double NEARLY_ALL = 0.999;
    private static final double MANY = 0.9;

    /** Compares counts over the same bins. */
    public static OutputShift of(long[] first, long[] second) {
        if (first.length != second.length || first.length < 2) {
            throw new IllegalArgumentException(
                    "outputs are counted in other bins: first=" + first.length + ", second=" + second.length);
        }
        double ofFirst = total(first);
        double ofSecond = total(second);
        if (ofFirst == 0 || ofSecond == 0) {
            return NONE;
        }
        double index = 0;
        double mostOfFirst = 0;
        double mostOfSecond = 0;
        for (int i = 0; i < first.length; i++) {
            double p = (first[i] + SMOOTHING) / (ofFirst + SMOOTHING * first.length);
            double q = (second[i] + SMOOTHING) / (ofSecond + SMOOTHING * first.length);
            index += (p - q) * Math.log(p / q);
            mostOfFirst = Math.max(mostOfFirst, first[i] / ofFirst);
            mostOfSecond = Math.max(mostOfSecond, second[i] / ofSecond);
        }
        return new OutputShift(
                index,
                (1 / ofFirst + 1 / ofSecond) * chiSquare99(first.length - 1),
                mostOfSecond >= NEARLY_ALL && mostOfFirst < MANY);
    }

    /** Whether the outputs have surely moved by more than a bound. */
    boolean beyond(double bound) {
        return index > bound && index > noise;
    }

    private static double total(long[] counts) {
        double total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** The 99th percentile of the χ² distribution, by Wilson and Hilferty: exact to 1 % from three degrees on. */
    static double chiSquare99(int degrees) {
        double part = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - part + QUANTILE_99 * Math.sqrt(part), 3);
    }
}
