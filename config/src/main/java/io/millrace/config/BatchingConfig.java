package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How rows are gathered into batches.
 *
 * @param maxSize most rows in a batch
 * @param maxDelay how long an incomplete batch may wait for more rows while a worker is idle, counted from the arrival
 *     of its oldest row; zero never lets a worker idle while a row waits
 * @param targetLatency bound on the predicted time of one batch; limits its size through the cost model
 * @param order whether predictions leave in the order of their events
 * @param workers threads that run the model: per subtask on a CPU, per device on a GPU; each uses one intra-op thread
 * @param capacity most rows waiting, in flight or held back for order, per subtask
 * @param timeout a batch that takes longer is given up and its rows become dead letters
 */
public record BatchingConfig(
        int maxSize,
        Duration maxDelay,
        Duration targetLatency,
        Order order,
        int workers,
        int capacity,
        Duration timeout)
        implements Serializable {

    /** The order in which predictions leave. */
    public enum Order {
        ORDERED,
        /** As soon as they are ready, but never past a watermark. */
        UNORDERED
    }
}
