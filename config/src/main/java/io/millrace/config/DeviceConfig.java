package io.millrace.config;

/**
 * Where the model runs.
 *
 * @param index index of the GPU; 0 unless {@code gpu:N} was written
 */
public record DeviceConfig(Kind kind, int index) {

    /** What was asked for. */
    public enum Kind {
        /** The first GPU that PyTorch sees, otherwise the CPU. */
        AUTO,
        CPU,
        GPU
    }
}
