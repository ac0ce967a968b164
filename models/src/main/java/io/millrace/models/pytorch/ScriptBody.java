package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.millrace.models.infer.ModelLoadException;
import java.io.ByteArrayOutputStream;

/**
 * A TorchScript model of one float input of which those parameters learn that were exported with {@code requires_grad}. It
 * runs as when it serves: dropout is off, and the statistics of batch normalisation stay.
 */
final class ScriptBody implements Body {
    private final PtSymbolBlock block;
    private final int inputs;
    private final int outputs;
    private final NDList arrays = new NDList();

    /**
     * Loads the model into the manager.
     *
     * @throws ModelLoadException if the bytes are no TorchScript model, or none of its parameters learns
     */
    ScriptBody(byte[] model, int inputs, int outputs, PtNDManager manager) throws ModelLoadException {
        this.block = TorchScript.module("model.pt", model, manager);
        JniUtils.enableInferenceMode(block);
        this.inputs = inputs;
        this.outputs = outputs;
        for (NDArray each : JniUtils.moduleGetParams(block, manager)) {
            if (JniUtils.requiresGrad((PtNDArray) each) && each.getDataType() == DataType.FLOAT32) {
                arrays.add(each);
            }
        }
        if (arrays.isEmpty()) {
            throw new ModelLoadException("TorchScript model has nothing to learn: parameters with requires_grad=0;"
                    + " export it without torch.jit.freeze, and with requires_grad for what is to learn");
        }
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public int members() {
        return 1;
    }

    @Override
    public NDList arrays() {
        return arrays;
    }

    @Override
    public NDArray members(NDArray rows) {
        return IValueUtils.forward(block, new NDList(rows), JniUtils.isGradMode())
                .singletonOrThrow();
    }

    /** The model as {@code torch.jit.save} writes it. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JniUtils.writeModule(block, bytes, /* writeSize= */ false);
        return bytes.toByteArray();
    }
}
