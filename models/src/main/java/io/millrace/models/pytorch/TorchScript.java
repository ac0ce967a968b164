package io.millrace.models.pytorch;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Models exported with {@code torch.jit.save}. They are loaded from bytes that the caller has read and verified: DJL sees
 * no folder, no archive and no address.
 */
public final class TorchScript {

    private TorchScript() {}

    /**
     * Loads a model onto a device.
     *
     * @param name of the file, for messages
     * @throws ModelLoadException if the bytes are no TorchScript model
     */
    public static BlockScorer load(String name, byte[] bytes, Signature signature, ComputeDevice device)
            throws ModelLoadException {
        NDManager manager = PyTorch.newManager(device);
        try {
            Block block = module(name, bytes, (PtNDManager) manager);
            return new BlockScorer(block, manager, signature.inputs(), signature.outputWidth());
        } catch (ModelLoadException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Loads a model into a manager. */
    static PtSymbolBlock module(String name, byte[] bytes, PtNDManager manager) throws ModelLoadException {
        try {
            return JniUtils.loadModule(
                    manager, new ByteArrayInputStream(bytes), /* mapLocation= */ true, /* hasSize= */ false);
        } catch (IOException | RuntimeException e) {
            throw new ModelLoadException(
                    "file is no TorchScript model: file=" + name + ", bytes=" + bytes.length + ", cause="
                            + e.getMessage() + "; export it with torch.jit.save",
                    e);
        }
    }

    /**
     * What goes into a model and what comes out.
     *
     * @param inputs in the order of the arguments of its {@code forward}
     * @param outputWidth elements of the output of one row
     */
    public record Signature(List<TensorSpec> inputs, int outputWidth) {

        public Signature {
            inputs = List.copyOf(inputs);
        }
    }
}
