package io.millrace.models.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.millrace.config.DeviceConfig;
import io.millrace.config.DeviceConfig.Kind;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.Devices.Choice;
import org.junit.jupiter.api.Test;

class DevicesTest {

    @Test
    void autoTakesTheCpuWhenThereIsNoGpu() throws ModelLoadException {
        assertThat(Devices.choose(new DeviceConfig(Kind.AUTO, 0), 0))
                .isEqualTo(new Choice(ComputeDevice.CPU, "cpu, because device=auto and PyTorch sees no GPU"));
    }

    @Test
    void autoTakesTheFirstGpu() throws ModelLoadException {
        assertThat(Devices.choose(new DeviceConfig(Kind.AUTO, 0), 2))
                .isEqualTo(new Choice(ComputeDevice.gpu(0), "gpu:0, because device=auto and PyTorch sees gpus=2"));
    }

    @Test
    void cpuStaysOnTheCpu() throws ModelLoadException {
        assertThat(Devices.choose(new DeviceConfig(Kind.CPU, 0), 2))
                .isEqualTo(new Choice(ComputeDevice.CPU, "cpu, as asked for by device=cpu"));
    }

    @Test
    void takesTheGpuThatWasAskedFor() throws ModelLoadException {
        assertThat(Devices.choose(new DeviceConfig(Kind.GPU, 1), 2))
                .isEqualTo(new Choice(ComputeDevice.gpu(1), "gpu:1, as asked for by device=gpu:1"));
    }

    @Test
    void refusesAGpuThatIsAbsent() {
        assertThatThrownBy(() -> Devices.choose(new DeviceConfig(Kind.GPU, 2), 2))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("PyTorch does not see the GPU: device=gpu:2, gpus=2; install the GPU build of PyTorch as"
                        + " docs/operations.md says, or write device: auto");
    }

    @Test
    void asksPyTorchForTheGpusOfThisMachine() throws ModelLoadException {
        Choice choice = Devices.choose(new DeviceConfig(Kind.AUTO, 0));

        assertThat(choice.sentence()).startsWith(choice.device() + ", because device=auto and PyTorch sees ");
    }

    @Test
    void namesDevicesAsTheEngineDoes() {
        assertThat(Devices.of(ComputeDevice.CPU)).isEqualTo(Device.cpu());
        assertThat(Devices.of(ComputeDevice.gpu(3))).isEqualTo(Device.gpu(3));
    }
}
