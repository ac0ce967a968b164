package io.millrace.models.batch;

import io.millrace.config.BatchingConfig;
import io.millrace.models.infer.ModelProfile;

/** The batches that a steady stream of events would be scored in, by the profile of the model alone. */
public final class Forecast {
    private static final int STEPS = 20;
    private static final double NANOS = 1e9;

    private final CostModel cost;
    private final int limit;
    private final long paceNanos;

    public Forecast(ModelProfile profile, BatchingConfig batching) {
        long target = batching.targetLatency().toNanos();
        this.cost = new CostModel(profile, batching.maxSize());
        this.limit = new BatchLimit(target, batching.maxSize(), cost).rows();
        this.paceNanos =
                Math.max(new Pace(target).nanos(cost), batching.maxDelay().toNanos());
    }

    /** {@code c0}, what a batch costs besides its rows. */
    public double fixedNanos() {
        return cost.fixedNanos();
    }

    /** {@code c1}, what each row of it costs. */
    public double rowNanos() {
        return cost.rowNanos();
    }

    /** The time of a batch. */
    public double batchNanos(int rows) {
        return cost.nanos(rows);
    }

    /** Longest that an event waits for others to fill its batch. */
    public long paceNanos() {
        return paceNanos;
    }

    /**
     * Rows of a batch while so many events come in each second: those that come in the pace of batches, or while the
     * batch before runs if that takes longer.
     */
    public int rows(double eventsPerSecond) {
        double rows = 1;
        for (int i = 0; i < STEPS; i++) {
            double gathered = eventsPerSecond * Math.max((double) paceNanos, cost.nanos((int) rows)) / NANOS;
            rows = Math.max(1, Math.min(limit, gathered));
        }
        return (int) rows;
    }
}
