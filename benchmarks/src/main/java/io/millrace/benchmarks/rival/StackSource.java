package io.millrace.benchmarks.rival;

import ai.djl.Model;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.TransformedScorer;

/** A version that is scored with DJL's own batching. */
record StackSource(RivalModel rival) implements ModelSource {

    @Override
    public String key() {
        return "stack " + rival.source().key();
    }

    @Override
    public Resolved resolve() throws ModelLoadException {
        return rival.source().resolve();
    }

    @Override
    public ServedModel load(int version, ComputeDevice device) throws ModelLoadException {
        ServedModel served = rival.served();
        Model model = rival.open();
        StackScorer scorer = new StackScorer(model, served.scorer());
        return new ServedModel(served.id(), served.encoder(), new TransformedScorer(scorer, rival.toTarget()));
    }
}
