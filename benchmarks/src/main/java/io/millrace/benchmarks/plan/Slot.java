package io.millrace.benchmarks.plan;

import io.millrace.models.batch.Forecast;

/**
 * What one slot carries if it has one core for everything, the model included: the steps one after the other, and the
 * fixed cost of a batch shared by its rows.
 */
public final class Slot {
    /** The load that a slot is planned for: beyond it queues grow long before they grow without end. */
    static final double MOST_LOAD = 0.7;

    private static final int ROUNDS = 50;
    private static final double MICROS = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Steps steps;
    private final Forecast batches;
    private final double eventsPerSecond;

    public Slot(Steps steps, Forecast batches) {
        this.steps = steps;
        this.batches = batches;
        this.eventsPerSecond = solve(steps, batches);
    }

    /* The rate decides the size of a batch and that decides the rate; both settle within a few rounds, because a larger
     * batch is never dearer per row. */
    private static double solve(Steps steps, Forecast batches) {
        double rate = MICROS / (steps.sum() + modelMicros(batches, 1));
        for (int i = 0; i < ROUNDS; i++) {
            rate = MICROS / (steps.sum() + modelMicros(batches, batches.rows(rate)));
        }
        return rate;
    }

    private static double modelMicros(Forecast batches, int rows) {
        return batches.batchNanos(rows) / rows / NANOS_PER_MICRO;
    }

    /** Events per second at which the core has no time left. */
    public double eventsPerSecond() {
        return eventsPerSecond;
    }

    /** What the model takes of an event's time at that rate, in microseconds. */
    public double modelMicros() {
        return modelMicros(batches, rows(1));
    }

    /** Microseconds of an event at that rate. */
    public double eventMicros() {
        return steps.sum() + modelMicros();
    }

    /** Rows of a batch at a share of that rate. */
    public int rows(double load) {
        return batches.rows(load * eventsPerSecond);
    }

    /**
     * How long ninety-nine of a hundred events are at most with the model at a share of that rate, in milliseconds: the
     * wait for a batch to fill and two batches, the one that runs and one's own. The way to the job and from it is not
     * in it.
     */
    public double scoringP99Millis(double load) {
        return (batches.paceNanos() + 2 * batches.batchNanos(rows(load))) / 1e6;
    }

    /** Slots for a rate, each at no more than seven tenths of what it carries. */
    public int slots(double rate) {
        return (int) Math.max(1, Math.ceil(rate / (MOST_LOAD * eventsPerSecond)));
    }
}
