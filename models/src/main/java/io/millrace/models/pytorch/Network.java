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
    private final Body body;
    private final NDManager manager;
    private final NDList arrays;

    /** Takes over the manager, to which the arrays of the body belong. */
    Network(Body body, NDManager manager) {
        this.body = body;
        this.manager = manager;
        this.arrays = body.arrays();
    }

    /** A network of an architecture; takes over the manager. */
    static Network of(Architecture architecture, float[] parameters, NDManager manager) {
        return new Network(new NetworkBody(architecture, new NetworkBlock(architecture, parameters, manager)), manager);
    }

    Body body() {
        return body;
    }

    AdamW optimizer(double weightDecay, float clip) {
        return new AdamW(arrays, weightDecay, clip);
    }

    /** Runs the rows forward and the gradient of their outputs backward: the parameters gather their gradients. */
    double learn(ByteBuffer rows, int count, OutputGradient gradient) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try (NDManager scope = manager.newSubManager()) {
            NDArray outputs = body.members(input(scope, rows, count));
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
            return body.members(input(scope, rows, count)).toFloatArray();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private NDArray input(NDManager scope, ByteBuffer rows, int count) {
        return scope.create(rows, new Shape(count, body.inputs()), DataType.FLOAT32);
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
