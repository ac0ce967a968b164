package io.millrace.jobs.demo;

import io.millrace.operators.record.Reason;
import java.util.List;
import java.util.Map;

/**
 * The figures of the stream at one moment.
 *
 * @param learning what is learned meanwhile
 * @param cacheHitRate share of feature values that came from the cache, or NaN while it is not known
 * @param rejections dead letters by reason
 */
record Live(
        Speed speed,
        Accuracy accuracy,
        Latency latency,
        Batches batches,
        Learning learning,
        double cacheHitRate,
        Map<Reason, Integer> rejections) {

    /**
     * How fast answers come.
     *
     * @param perSecond predictions and dead letters per second, lately
     * @param history the same over the whole run, one value per slice of its planned time
     */
    record Speed(double perSecond, List<Double> history) {
        Speed {
            history = List.copyOf(history);
        }
    }

    /**
     * How good the predictions are, measured against the prices that the generator knows.
     *
     * @param error mean absolute error as a share of the price, lately
     * @param history the same over the whole stream, one value per slice of its events; NaN where nothing came yet
     * @param shiftAt position of the market shift in the stream, from 0 to 1
     */
    record Accuracy(double meanAbsoluteError, double rSquared, double error, List<Double> history, double shiftAt) {
        Accuracy {
            history = List.copyOf(history);
        }
    }

    /**
     * What comes of learning.
     *
     * @param standing where the versions stand
     * @param labels labels that were learned from
     * @param frozenError mean absolute error of the first version, had it gone on serving, as a share of the price, lately
     * @param frozenHistory the same over the whole stream, as in {@link Accuracy}
     */
    record Learning(Standing standing, long labels, double frozenError, List<Double> frozenHistory) {
        Learning {
            frozenHistory = List.copyOf(frozenHistory);
        }
    }

    /** Milliseconds from the moment an event was due until its prediction was read; NaN before the first one. */
    record Latency(double p50, double p99, double max) {}

    /**
     * How many rows went through the model at once.
     *
     * @param mean rows per batch
     * @param counts batches of 1, 2–3, 4–7, … rows
     */
    record Batches(double mean, List<Long> counts) {
        Batches {
            counts = List.copyOf(counts);
        }
    }

    Live {
        rejections = Map.copyOf(rejections);
    }

    int deadLetters() {
        return rejections.values().stream().mapToInt(Integer::intValue).sum();
    }
}
