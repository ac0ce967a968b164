package io.millrace.benchmarks.rival;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.RigInputs;
import io.millrace.benchmarks.flow.StageGraph;
import io.millrace.models.infer.ModelLoadException;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** B: our batches, but scored with DJL's own batching, which makes a tensor of each row and stacks them. */
public final class StackRig implements Rig.Stream {

    @Override
    public String name() {
        return "stack";
    }

    @Override
    public String description() {
        return "B: the scoring job with DJL's batchPredict and STACK batchifier in place of one packed forward pass";
    }

    @Override
    public StreamGraph graph(RigInputs inputs) throws ModelLoadException {
        return StageGraph.whole(inputs, new StackSource(RivalModel.of(inputs)), inputs.settings());
    }
}
