package io.millrace.benchmarks.flow;

import io.millrace.config.BatchingConfig;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.score.ScoreJob;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Millrace itself: the scoring job as {@code millrace run} starts it, or with one thing changed. */
public final class OurRig implements Rig.Stream {
    private static final int BATCHES = 4;

    private final Variant variant;

    /**
     * What is changed.
     *
     * @param maxSize most rows of a batch, or 0 for the default
     * @param workers threads that run the model, or 0 for the default
     */
    private record Variant(String name, String description, int maxSize, int workers, boolean checkpoints) {}

    /** The scoring job with its default settings. */
    public OurRig() {
        this(new Variant("ours", "the scoring job with its default settings", 0, 0, /* checkpoints= */ true));
    }

    private OurRig(Variant variant) {
        this.variant = variant;
    }

    /** The same without checkpoints, to see what they cost. */
    public static OurRig withoutCheckpoints() {
        return new OurRig(new Variant(
                "no-checkpoints", "the scoring job with its default settings but no checkpoints", 0, 0, false));
    }

    /**
     * The same with another batching, to see how good the default is.
     *
     * @throws IllegalArgumentException if there is no such batching
     */
    public static OurRig batching(int maxSize, int workers) {
        if (maxSize < 1 || workers < 1) {
            throw new IllegalArgumentException(
                    "batching is impossible: max-size=" + maxSize + ", workers=" + workers + ", min=1");
        }
        return new OurRig(new Variant(
                "ours-" + maxSize + "x" + workers,
                "the scoring job with batching max-size=" + maxSize + ", workers=" + workers,
                maxSize,
                workers,
                /* checkpoints= */ true));
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
        RigInputs own = variant.maxSize == 0
                ? inputs
                : inputs.batching(batching(inputs.pipeline().batching()));
        Configuration settings = own.settings();
        if (!variant.checkpoints) {
            settings.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        }
        return ScoreJob.graph(
                own.pipeline(), new ScoreJob.Inputs(own.cluster(), EventSource.Start.EARLIEST, own.model()), settings);
    }

    private BatchingConfig batching(BatchingConfig defaults) {
        return new BatchingConfig(
                variant.maxSize,
                defaults.maxDelay(),
                defaults.targetLatency(),
                defaults.order(),
                variant.workers,
                BATCHES * variant.maxSize,
                defaults.timeout());
    }
}
