package io.millrace.models.pytorch;

import ai.djl.ndarray.NDManager;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;

/** Networks that Millrace builds itself, from their parameters. */
public final class Networks {

    private Networks() {}

    /**
     * Builds a network on a device.
     *
     * @param parameters in the order of the architecture; copied
     * @throws ModelLoadException if their number is another than the architecture's
     */
    public static BlockScorer load(
            Architecture architecture, float[] parameters, TensorSpec input, ComputeDevice device)
            throws ModelLoadException {
        if (parameters.length != architecture.size() || input.width() != architecture.inputs()) {
            throw new ModelLoadException("parameters do not fit the network: parameters=" + parameters.length
                    + ", expected=" + architecture.size() + ", inputs=" + input.width() + ", expected="
                    + architecture.inputs());
        }
        NDManager manager = PyTorch.newManager(device);
        try {
            NetworkBlock block = new NetworkBlock(architecture, parameters, manager);
            return new BlockScorer(block, manager, List.of(input), architecture.outputs());
        } catch (RuntimeException e) {
            manager.close();
            throw new ModelLoadException("network cannot be built: architecture=" + architecture, e);
        }
    }
}
