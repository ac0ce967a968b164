package io.millrace.benchmarks.report;

import java.util.List;

/** Everything that one run measured. A part that was not measured is empty, and the report leaves it out. */
public record Result(
        Run run,
        ThroughputResult throughput,
        List<LatencyResult> latency,
        List<BatchCost> batchCosts,
        List<BurstResult> bursts) {
    public Result {
        latency = List.copyOf(latency);
        batchCosts = List.copyOf(batchCosts);
        bursts = List.copyOf(bursts);
    }

    /** A result of a throughput run. */
    public static Result of(Run run, ThroughputResult throughput) {
        return new Result(run, throughput, List.of(), List.of(), List.of());
    }

    /** With latencies. */
    public Result withLatency(List<LatencyResult> measured) {
        return new Result(run, throughput, measured, batchCosts, bursts);
    }

    /** With times of batches. */
    public Result withBatchCosts(List<BatchCost> measured) {
        return new Result(run, throughput, latency, measured, bursts);
    }

    /** With bursts. */
    public Result withBursts(List<BurstResult> measured) {
        return new Result(run, throughput, latency, batchCosts, measured);
    }

    /** The measured comparisons. */
    public List<Ratio> ratios() {
        return throughput.ratios(run.seed());
    }
}
