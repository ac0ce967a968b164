package io.millrace.config;

import java.io.Serializable;

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
}
