package io.millrace.benchmarks.plan;

/**
 * What one event costs, step by step, in microseconds of processor time.
 *
 * @param transport what the job costs beyond the steps below and the forward pass: Kafka, Flink, and the way from stage
 *     to stage, in and out of the batches
 * @param decode from bytes to a row of the batch
 * @param enrich looking its features up in the cache
 * @param prediction encoding its prediction
 * @param scored writing down what the model saw; nothing if the pipeline keeps no such record
 */
public record Steps(double transport, double decode, double enrich, double prediction, double scored) {

    /** Everything but the model. */
    double sum() {
        return transport + decode + enrich + prediction + scored;
    }
}
