package io.millrace.config;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Refusal;
import io.millrace.config.bind.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of {@link DeviceConfig}. */
final class DeviceKey {
    private static final String FORM = "auto | cpu | gpu | gpu:N";
    private static final Pattern GPU = Pattern.compile("gpu(?::([0-9]{1,2}))?");
    private static final DeviceConfig AUTO = new DeviceConfig(DeviceConfig.Kind.AUTO, 0);

    static final Key<DeviceConfig> DEVICE = Key.of(
            "device",
            Type.written(FORM, DeviceKey::parse, AUTO),
            AUTO,
            "where the model runs; auto takes the first GPU that PyTorch sees, otherwise the CPU");

    private DeviceKey() {}

    private static DeviceConfig parse(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        if (text.equals("cpu")) {
            return new DeviceConfig(DeviceConfig.Kind.CPU, 0);
        }
        Matcher gpu = GPU.matcher(text);
        if (!gpu.matches()) {
            throw new Refusal("must be auto, cpu, gpu or gpu:N with a number from 0 to 99");
        }
        String index = gpu.group(1);
        return new DeviceConfig(DeviceConfig.Kind.GPU, index == null ? 0 : Integer.parseInt(index));
    }
}
