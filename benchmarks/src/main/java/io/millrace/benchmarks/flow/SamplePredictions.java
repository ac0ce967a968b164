package io.millrace.benchmarks.flow;

import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ServedModel;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Prediction;

/** Predictions of the first events of a workload, with outputs that no model gave. */
final class SamplePredictions {
    private static final ModelStamp STAMP = new ModelStamp("model", 7, "0123456789abcdef".repeat(4), "champion", 1);

    private SamplePredictions() {}

    static Prediction[] of(RigInputs inputs, int count)
            throws ModelLoadException, FeatureStoreException, InterruptedException {
        Event[] events = new Samples(inputs.workload(), inputs.pipeline()).decoded(count);
        int width = width(inputs);
        Prediction[] predictions = new Prediction[count];
        try (WarmEnricher enricher = new WarmEnricher(inputs.workload().features(), inputs.pipeline(), events)) {
            for (int i = 0; i < count; i++) {
                predictions[i] = new Prediction(
                        enricher.enrich(events[i]), STAMP, outputs(i, width), i % 5000, i % 900, 1 + i % 256);
            }
        }
        return predictions;
    }

    /** As many digits as a model's outputs have. */
    static float[] outputs(int index, int width) {
        float[] outputs = new float[width];
        for (int i = 0; i < width; i++) {
            outputs[i] = (index * 31 + i * 7) % 1009 / 1009f;
        }
        return outputs;
    }

    private static int width(RigInputs inputs) throws ModelLoadException {
        try (ServedModel model = inputs.model().load(inputs.model().resolve().version(), ComputeDevice.CPU)) {
            return model.scorer().outputWidth();
        }
    }
}
