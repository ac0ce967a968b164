package io.millrace.models.infer;

/**
 * Where a model runs. Engine-neutral: nothing here says PyTorch.
 *
 * @param index index of the GPU; 0 on a CPU
 */
public record ComputeDevice(Kind kind, int index) {

    /** The CPU of this machine. */
    public static final ComputeDevice CPU = new ComputeDevice(Kind.CPU, 0);

    /** The two kinds of device. */
    public enum Kind {
        CPU,
        GPU
    }

    /** One of this machine's GPUs. */
    public static ComputeDevice gpu(int index) {
        return new ComputeDevice(Kind.GPU, index);
    }

    public boolean isGpu() {
        return kind == Kind.GPU;
    }

    /** {@code cpu} or {@code gpu:<index>}. */
    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "gpu:" + index;
    }
}
