package io.millrace.operators.metric;

import io.millrace.models.time.Ticker;
import java.time.Duration;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/** A Flink histogram over the recent past: when read regularly, over the last one to two windows. */
/*
 * Writers touch only the current LogHistogram, which is replaced, never emptied, so that no record is lost to a
 * rotation. Rotation happens at a read, under this object's lock, so that the hot path never looks at the clock.
 */
public final class WindowHistogram implements Histogram {
    static final Duration WINDOW = Duration.ofSeconds(30);

    private final Ticker ticker;
    private volatile LogHistogram current = new LogHistogram();
    private LogHistogram previous = new LogHistogram();
    private long retired;
    private long rotatedAtNanos;

    public WindowHistogram(Ticker ticker) {
        this.ticker = ticker;
        this.rotatedAtNanos = ticker.nanos();
    }

    @Override
    public void update(long value) {
        if (Counting.on()) {
            current.record(value);
        }
    }

    /** Counts a value several times at once, as for the rows of one batch. */
    public void update(long value, long times) {
        if (Counting.on()) {
            current.record(value, times);
        }
    }

    /** Number of values ever recorded. */
    @Override
    public synchronized long getCount() {
        return retired + previous.snapshot().count() + current.snapshot().count();
    }

    @Override
    public synchronized HistogramStatistics getStatistics() {
        LogHistogram.Snapshot snapshot = previous.snapshot().plus(current.snapshot());
        long now = ticker.nanos();
        if (now - rotatedAtNanos >= WINDOW.toNanos()) {
            retired += previous.snapshot().count();
            previous = current;
            current = new LogHistogram();
            rotatedAtNanos = now;
        }
        return new Statistics(snapshot);
    }

    private static final class Statistics extends HistogramStatistics {
        private final LogHistogram.Snapshot snapshot;

        Statistics(LogHistogram.Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public double getQuantile(double quantile) {
            return snapshot.quantile(quantile);
        }

        /** Nothing: the values themselves are not kept. */
        @Override
        public long[] getValues() {
            return new long[0];
        }

        @Override
        public int size() {
            return Math.toIntExact(Math.min(Integer.MAX_VALUE, snapshot.count()));
        }

        @Override
        public double getMean() {
            return snapshot.mean();
        }

        @Override
        public double getStdDev() {
            return snapshot.standardDeviation();
        }

        @Override
        public long getMax() {
            return snapshot.max();
        }

        @Override
        public long getMin() {
            return snapshot.min();
        }
    }
}
