package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;

/** A network that can learn. */
final class Network implements AutoCloseable {
    /* PyTorch keeps its gradient mode per thread: it is on only inside learn(), so that scorers of the same thread are
     * not recorded. The outputs are copied out and the gradient is worked out in Java; only the passes through the
     * network are PyTorch's. */
    private final Architecture architecture;
    private final NDManager manager;
    private final NetworkBlock block;
    private final NDList arrays;

    /** Takes over the manager. */
    Network(Architecture architecture, float[] parameters, NDManager manager) {
        this.architecture = architecture;
        this.manager = manager;
        this.block = new NetworkBlock(architecture, parameters, manager);
        this.arrays = block.arrays();
    }

    Architecture architecture() {
        return architecture;
    }

    AdamW optimizer(double weightDecay) {
        return new AdamW(arrays, weightDecay);
    }

    /** Runs the rows forward and the gradient of their outputs backward: the parameters gather their gradients. */
    double learn(ByteBuffer rows, int count, OutputGradient gradient) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try (NDManager scope = manager.newSubManager()) {
            NDArray outputs = block.members(input(scope, rows, count), arrays);
            float[] values = outputs.toFloatArray();
            double loss = gradient.over(values);
            NDArray slopes = scope.create(values, outputs.getShape());
            JniUtils.backward(
                    (PtNDArray) outputs, (PtNDArray) slopes, /* keepGraph= */ false, /* createGraph= */ false);
            return loss;
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** The outputs of every member for the rows, member after member. */
    float[] outputs(ByteBuffer rows, int count) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager scope = manager.newSubManager()) {
            return block.members(input(scope, rows, count), arrays).toFloatArray();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private NDArray input(NDManager scope, ByteBuffer rows, int count) {
        return scope.create(rows, new Shape(count, architecture.inputs()), DataType.FLOAT32);
    }

    /** A copy of the parameters, in the order of the architecture. */
    float[] parameters() {
        return Flat.floats(arrays);
    }

    /** Replaces the parameters. */
    void replace(float[] parameters) {
        Flat.set(arrays, parameters);
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Works out a loss. */
    @FunctionalInterface
    interface OutputGradient {
        /** The loss of these outputs; overwrites them with its gradient. */
        double over(float[] outputs);
    }
}
