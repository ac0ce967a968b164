package io.millrace.models.evaluate;

/**
 * A prediction beside its label.
 *
 * @param target the number, or the index of the class
 * @param predicted the number, or the index of the most probable class
 * @param probability of two classes the second's, of several the right one's; NaN for a number
 * @param confidence the most probable class's probability; NaN for a number
 * @param before index of the class of the last label that was known when the prediction was made; {@link #UNKNOWN} if none
 *     was, or for a number
 */
public record Judged(double target, float predicted, float probability, float confidence, int before) {
    /** No class. */
    public static final int UNKNOWN = -1;

    /** The same with another label before it. */
    public Judged after(int label) {
        return new Judged(target, predicted, probability, confidence, label);
    }
}
