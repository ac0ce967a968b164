package io.millrace.models.learn;

/**
 * A prediction as it was logged. The array is shared: do not change it.
 *
 * @param timeMillis of its event
 * @param outputs of the version that served, on the scale of the target
 */
public record PastPrediction(String id, long timeMillis, Served served, float[] outputs) {

    /** What served it, in which role. */
    public record Served(String model, int version, String variant) {}
}
