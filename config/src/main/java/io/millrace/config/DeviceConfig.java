package io.millrace.config;

import java.io.Serializable;
import java.util.Locale;

/**
 * Where the model runs.
 *
 * @param index index of the GPU; 0 unless {@code gpu:N} was written
 */
public record DeviceConfig(Kind kind, int index) implements Serializable {

    /** What was asked for. */
    public enum Kind {
        /** The first GPU that PyTorch sees, otherwise the CPU. */
        AUTO,
        CPU,
        GPU
    }

    /** As it is written in a pipeline file. */
    @Override
    public String toString() {
        return kind == Kind.GPU && index > 0 ? "gpu:" + index : kind.name().toLowerCase(Locale.ROOT);
    }
}
