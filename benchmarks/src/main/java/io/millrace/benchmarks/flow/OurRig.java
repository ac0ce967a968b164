package io.millrace.benchmarks.flow;

import io.millrace.config.BatchingConfig;
import io.millrace.config.RuntimeConfig;
import java.time.Duration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** Millrace itself: the scoring job as {@code millrace run} starts it, or with one thing changed. */
public final class OurRig implements Rig.Stream {
    private static final int BATCHES = 4;

    private final Variant variant;

    /**
     * What is changed.
     *
     * @param tuning other settings, or null for those of the pipeline file
     */
    private record Variant(
            String name, String description, @Nullable Tuning tuning) {}

    /**
     * Settings to try.
     *
     * @param workers threads that run the model
     * @param maxDelay how long an incomplete batch waits although a worker is idle
     * @param parallelism subtasks, or 0 for what the pipeline file says
     */
    public record Tuning(int maxSize, int workers, Duration maxDelay, int parallelism) {
        public Tuning {
            if (maxSize < 1 || workers < 1 || maxDelay.isNegative() || parallelism < 0) {
                throw new IllegalArgumentException(
                        "settings are impossible: max-size=" + maxSize + ", workers=" + workers + ", min=1, max-delay="
                                + maxDelay.toMillis() + "ms, parallelism=" + parallelism + ", min=0");
            }
        }

        /** Events under way at most, which follows from the size of batches. */
        public int capacity() {
            return BATCHES * maxSize;
        }

        /** As it stands behind the name of the rig. */
        String suffix() {
            String batches = maxSize + "x" + workers;
            return maxDelay.isZero() && parallelism == 0
                    ? batches
                    : batches + "x" + maxDelay.toMillis() + "x" + parallelism;
        }
    }

    /** The scoring job with its default settings. */
    public OurRig() {
        this(new Variant("ours", "the scoring job with its default settings", null));
    }

    private OurRig(Variant variant) {
        this.variant = variant;
    }

    /** The same with other settings, to see how good the defaults are. */
    public static OurRig tuned(Tuning tuning) {
        return new OurRig(new Variant(
                "ours-" + tuning.suffix(),
                "the scoring job with max-size=" + tuning.maxSize + ", workers=" + tuning.workers + ", max-delay="
                        + tuning.maxDelay.toMillis() + "ms, parallelism="
                        + (tuning.parallelism == 0 ? "as in the file" : tuning.parallelism),
                tuning));
    }

    @Override
    public String name() {
        return variant.name;
    }

    @Override
    public String description() {
        return variant.description;
    }

    @Override
    public StreamGraph graph(RigInputs inputs) {
        RigInputs own = variant.tuning == null ? inputs : tuned(inputs, variant.tuning);
        return StageGraph.whole(own, own.model(), own.settings());
    }

    private static RigInputs tuned(RigInputs inputs, Tuning tuning) {
        BatchingConfig file = inputs.pipeline().batching();
        RuntimeConfig runtime = inputs.pipeline().runtime();
        return inputs.with(
                new BatchingConfig(
                        tuning.maxSize,
                        tuning.maxDelay,
                        file.targetLatency(),
                        file.order(),
                        tuning.workers,
                        tuning.capacity(),
                        file.timeout()),
                tuning.parallelism == 0
                        ? runtime
                        : new RuntimeConfig(tuning.parallelism, runtime.state(), runtime.checkpointInterval()));
    }
}
