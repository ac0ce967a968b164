package io.millrace.jobs.demo;

import io.millrace.jobs.load.Schedule;
import io.millrace.operators.record.Reason;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What came back so far, held against what was sent. Safe for use by several threads. */
final class DemoTally {
    private static final int SLICES = 58;
    private static final long SHORTEST_SLICE_NANOS = 250_000_000L;
    private static final long LONGEST_MICROS = 3_600_000_000L;

    private final ListingStream stream;
    private @Nullable Schedule schedule;
    private Throughput throughput = new Throughput(1);
    private final BitSet predicted = new BitSet();
    private final Histogram latencyMicros = new Histogram(LONGEST_MICROS, 3);
    private final RunningError error;
    private final Contest contest;
    private Standing standing = Standing.NONE;
    private long labels;
    private final BatchSizes batches = new BatchSizes();
    private final Map<Reason, Integer> rejections = new EnumMap<>(Reason.class);
    private int duplicates;
    private int strangers;
    private int deadLetters;
    private int measuredAnswers;
    private long lastNanos;

    DemoTally(ListingStream stream) {
        this.stream = stream;
        this.error = new RunningError(stream.size(), SLICES);
        this.contest = new Contest(stream, SLICES);
    }

    /** Measures speed and latency from now on, those of the events of a schedule. Everything else is counted always. */
    synchronized void measure(Schedule measured) {
        schedule = measured;
        throughput = new Throughput(Math.max(SHORTEST_SLICE_NANOS, measured.plannedNanos() / SLICES));
    }

    /**
     * Takes a prediction that was read just now.
     *
     * @param batchRows rows in the batch that it was made in
     */
    synchronized void prediction(String eventId, double value, int batchRows) {
        int number = stream.number(eventId);
        if (number < 0) {
            strangers++;
            return;
        }
        if (predicted.get(number)) {
            duplicates++;
            return;
        }
        predicted.set(number);
        if (schedule != null && number >= schedule.first()) {
            answered(schedule);
            latencyMicros.recordValue(Math.min(LONGEST_MICROS, Math.max(0, schedule.overdueNanos(number) / 1000)));
        }
        double price = stream.price(number);
        error.add(number, value, price);
        contest.served(number, value, price);
        batches.addRow(batchRows);
    }

    /** Takes what the first version would have predicted of an event. */
    synchronized void frozen(String eventId, double value) {
        int number = stream.number(eventId);
        if (number >= 0) {
            contest.frozen(number, value, stream.price(number));
        }
    }

    /**
     * Takes note of what was learned so far.
     *
     * @param labels labels that were learned from
     */
    synchronized void learned(Standing standing, long labels) {
        this.standing = standing;
        this.labels = labels;
    }

    /** Labels that were learned from so far. */
    synchronized long labels() {
        return labels;
    }

    /** Takes a dead letter that was read just now. */
    synchronized void deadLetter(Reason reason) {
        deadLetters++;
        if (schedule != null) {
            answered(schedule);
        }
        rejections.merge(reason, 1, Integer::sum);
    }

    private void answered(Schedule measured) {
        measuredAnswers++;
        lastNanos = measured.elapsedNanos();
        throughput.add(lastNanos);
    }

    /** Events that became a prediction or a dead letter. */
    synchronized int answered() {
        return predicted.cardinality() + deadLetters;
    }

    /** Events that became a prediction, and of which the first version has not yet said anything. */
    synchronized int uncompared() {
        return predicted.cardinality() - contest.compared();
    }

    /** The figures at this moment. */
    synchronized Live live(double cacheHitRate) {
        long elapsed = elapsedNanos();
        return new Live(
                new Live.Speed(throughput.lately(elapsed), throughput.history(elapsed)),
                new Live.Accuracy(
                        error.meanAbsolute(), error.rSquared(), error.lately(), error.history(), Market.SHIFT_AFTER),
                latency(),
                new Live.Batches(batches.mean(), batches.counts()),
                new Live.Learning(standing, labels, contest.lately(), contest.history()),
                cacheHitRate,
                rejections);
    }

    /* Time stands still when the last answer is there. */
    private long elapsedNanos() {
        if (schedule == null) {
            return 0;
        }
        return answered() < stream.size() ? schedule.elapsedNanos() : lastNanos;
    }

    private Live.Latency latency() {
        if (latencyMicros.getTotalCount() == 0) {
            return new Live.Latency(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Live.Latency(
                latencyMicros.getValueAtPercentile(50) / 1000.0,
                latencyMicros.getValueAtPercentile(99) / 1000.0,
                latencyMicros.getMaxValue() / 1000.0);
    }

    /** The figures of the whole stream. */
    synchronized Totals totals() {
        return new Totals(
                predicted.cardinality(),
                duplicates,
                strangers,
                measuredAnswers / Math.max(1e-9, lastNanos / 1e9),
                schedule == null ? 0 : schedule.postponedNanos() / 1e9,
                error.meanRelative(),
                new AfterShift(contest.servedAfterShift(), contest.frozenAfterShift()));
    }

    /**
     * Counts and rates over the whole stream.
     *
     * @param predictions events with a prediction
     * @param duplicates predictions beyond the first of an event
     * @param strangers predictions of events that were never sent
     * @param perSecond answers per second from the start of the schedule to the last answer
     * @param waited seconds for which the stream waited for the learner
     * @param meanRelativeError mean absolute error as a share of the price
     */
    record Totals(
            int predictions,
            int duplicates,
            int strangers,
            double perSecond,
            double waited,
            double meanRelativeError,
            AfterShift afterShift) {}

    /**
     * Mean absolute errors over the events after the market shift.
     *
     * @param live of what served
     * @param frozen of the first version, had it gone on serving
     */
    record AfterShift(double live, double frozen) {}
}
