package io.millrace.benchmarks.flow;

import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.score.ScoreJob;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Millrace itself: the scoring job as {@code millrace run} starts it. */
public final class OurRig implements Rig.Stream {

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public String description() {
        return "the scoring job with its default settings";
    }

    @Override
    public StreamGraph graph(RigInputs inputs) {
        return ScoreJob.graph(
                inputs.pipeline(),
                new ScoreJob.Inputs(inputs.cluster(), EventSource.Start.EARLIEST, inputs.model()),
                inputs.settings());
    }
}
