package io.millrace.models.infer;

/** The softmax of one row; the largest element is subtracted first, so that no power overflows. */
final class Softmax {

    private Softmax() {}

    static void apply(float[] values, int from, int to) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, values[i]);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(values[i] - largest);
        }
        for (int i = from; i < to; i++) {
            values[i] = (float) (Math.exp(values[i] - largest) / sum);
        }
    }
}
