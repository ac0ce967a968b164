package io.millrace.models.batch;

/**
 * How many rows a batch may take: as many as the cost model predicts to run within the target latency, at least one and
 * at most the maximum. It falls at once and at most doubles from batch to batch.
 *
 * <p>If not even one row meets the target, small batches would cost throughput and still miss it; then the limit is
 * where the time is twice that of one row.
 *
 * <p>Used under the lock of its owner.
 */
final class BatchLimit {
    private final long targetNanos;
    private final int maxRows;
    private int rows;

    BatchLimit(long targetNanos, int maxRows, CostModel cost) {
        this.targetNanos = targetNanos;
        this.maxRows = maxRows;
        this.rows = within(cost);
    }

    int rows() {
        return rows;
    }

    /** Takes the cost model's newest prediction into account. */
    void update(CostModel cost) {
        rows = (int) Math.min(within(cost), 2L * rows);
    }

    private int within(CostModel cost) {
        double one = cost.nanos(1);
        double budget = one > targetNanos ? 2 * one : targetNanos;
        double fitting = (budget - cost.fixedNanos()) / cost.rowNanos();
        return (int) Math.max(1, Math.min(maxRows, fitting));
    }
}
