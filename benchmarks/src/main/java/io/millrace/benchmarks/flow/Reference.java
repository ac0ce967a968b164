package io.millrace.benchmarks.flow;

import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.util.Arrays;

/**
 * What the model gives for every event, scored from the rows themselves: without a decoder, a feature store or a stream.
 *
 * @param outputs {@code width} floats per event
 */
record Reference(float[] outputs, int width) {
    private static final int BATCH = 256;
    private static final float TOLERANCE = 1e-5f;

    static Reference of(Workload workload, ModelSource source, int events) throws ModelLoadException, ScoringException {
        if (!workload.outputsKnown()) {
            return new Reference(new float[events], 1);
        }
        try (ServedModel model = source.load(source.resolve().version(), ComputeDevice.CPU);
                TensorMemory pool = new TensorMemory(Long.MAX_VALUE);
                BatchMemory memory = pool.batch(model.encoder().inputs(), BATCH)) {
            int width = model.scorer().outputWidth();
            float[] outputs = new float[events * width];
            for (int from = 0; from < events; from += BATCH) {
                int rows = Math.min(BATCH, events - from);
                for (int i = 0; i < rows; i++) {
                    model.encoder().encode(workload.row(from + i), memory, i);
                }
                System.arraycopy(model.scorer().score(memory, rows), 0, outputs, from * width, rows * width);
            }
            return new Reference(outputs, width);
        }
    }

    /** Events whose outputs are known. */
    int events() {
        return outputs.length / width;
    }

    /** Whether the outputs of an event are right: each within 1e-5, relative to its size if that is above one. */
    boolean matches(int event, float[] found) {
        if (found.length != width) {
            return false;
        }
        for (int i = 0; i < width; i++) {
            float expected = outputs[event * width + i];
            if (!(Math.abs(found[i] - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
                return false;
            }
        }
        return true;
    }

    /** What is expected of an event, for people. */
    String describe(int event) {
        return Arrays.toString(Arrays.copyOfRange(outputs, event * width, (event + 1) * width));
    }
}
