package io.millrace.jobs.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Errors of predictions against the truth, over everything and by slice of the stream.
 *
 * <pre>
 * MAE = mean |predicted − true|
 * R²  = 1 − Σ (predicted − true)² / Σ (true − mean true)²      the second sum by Welford's update
 * error, lately = exponentially weighted mean of |predicted − true| / true, with weight 1/500
 * </pre>
 */
final class RunningError {
    private static final double LATELY = 1.0 / 500;

    private final int events;
    private final double[] sliceSums;
    private final int[] sliceCounts;
    private long count;
    private double absolute;
    private double relative;
    private double squares;
    private double truthMean;
    private double truthSquares;
    private double lately = Double.NaN;

    /**
     * An error over nothing yet.
     *
     * @param events length of the stream
     * @param slices number of slices into which its history is cut
     */
    RunningError(int events, int slices) {
        this.events = events;
        this.sliceSums = new double[slices];
        this.sliceCounts = new int[slices];
    }

    /** Adds the prediction for the event at a position of the stream. */
    void add(int number, double predicted, double truth) {
        double error = Math.abs(predicted - truth);
        double share = error / truth;
        count++;
        absolute += error;
        relative += share;
        squares += error * error;
        double beforeMean = truth - truthMean;
        truthMean += beforeMean / count;
        truthSquares += beforeMean * (truth - truthMean);
        lately = count == 1 ? share : lately + Math.max(LATELY, 1.0 / count) * (share - lately);
        int slice = (int) ((long) number * sliceSums.length / events);
        sliceSums[slice] += share;
        sliceCounts[slice]++;
    }

    double meanAbsolute() {
        return count == 0 ? Double.NaN : absolute / count;
    }

    double meanRelative() {
        return count == 0 ? Double.NaN : relative / count;
    }

    double rSquared() {
        return count < 2 ? Double.NaN : 1 - squares / truthSquares;
    }

    double lately() {
        return lately;
    }

    /** The mean relative error of each slice, NaN for a slice without a prediction. */
    List<Double> history() {
        List<Double> history = new ArrayList<>(sliceSums.length);
        for (int i = 0; i < sliceSums.length; i++) {
            history.add(sliceCounts[i] == 0 ? Double.NaN : sliceSums[i] / sliceCounts[i]);
        }
        return history;
    }
}
