package io.millrace.models.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.millrace.config.DeviceConfig;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;

/** The choice of the device on which a model runs. */
public final class Devices {

    private Devices() {}

    /**
     * A device and the reason for it.
     *
     * @param sentence what was taken and why, for people
     */
    public record Choice(ComputeDevice device, String sentence) {}

    /**
     * Chooses among the GPUs that PyTorch sees on this machine.
     *
     * @throws ModelLoadException if the GPU that was asked for is absent, or PyTorch cannot start
     */
    public static Choice choose(DeviceConfig wanted) throws ModelLoadException {
        if (wanted.kind() == DeviceConfig.Kind.CPU) {
            return choose(wanted, 0);
        }
        return choose(wanted, gpus(PyTorch.engine()));
    }

    /** Chooses on a machine with that many GPUs. */
    public static Choice choose(DeviceConfig wanted, int gpus) throws ModelLoadException {
        return switch (wanted.kind()) {
            case CPU -> new Choice(ComputeDevice.CPU, "cpu, as asked for by device=cpu");
            case AUTO ->
                gpus == 0
                        ? new Choice(ComputeDevice.CPU, "cpu, because device=auto and PyTorch sees no GPU")
                        : new Choice(ComputeDevice.gpu(0), "gpu:0, because device=auto and PyTorch sees gpus=" + gpus);
            case GPU -> asked(wanted.index(), gpus);
        };
    }

    private static Choice asked(int index, int gpus) throws ModelLoadException {
        if (index >= gpus) {
            throw new ModelLoadException("PyTorch does not see the GPU: device=gpu:" + index + ", gpus=" + gpus
                    + "; install the GPU build of PyTorch as docs/operations.md says, or write device: auto");
        }
        ComputeDevice device = ComputeDevice.gpu(index);
        return new Choice(device, device + ", as asked for by device=" + device);
    }

    private static int gpus(Engine engine) {
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    static Device of(ComputeDevice device) {
        return device.isGpu() ? Device.gpu(device.index()) : Device.cpu();
    }
}
