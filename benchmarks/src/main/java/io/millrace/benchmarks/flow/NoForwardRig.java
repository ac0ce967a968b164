package io.millrace.benchmarks.flow;

import org.apache.flink.streaming.api.graph.StreamGraph;

/** The whole scoring job, but for the forward pass. */
public final class NoForwardRig implements Rig.Stream {

    @Override
    public String name() {
        return "no-forward";
    }

    @Override
    public String description() {
        return "the scoring job with a model that lets as much time pass as the real one and takes no processor for it";
    }

    @Override
    public Promise promise() {
        return Promise.IDS;
    }

    @Override
    public StreamGraph graph(RigInputs inputs) {
        IdleModel model = new IdleModel(inputs.model(), inputs.pipeline().batching());
        return StageGraph.whole(inputs, model, inputs.settings());
    }
}
