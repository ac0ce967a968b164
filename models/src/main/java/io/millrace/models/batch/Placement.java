package io.millrace.models.batch;

import io.millrace.models.infer.ComputeDevice;
import java.util.Optional;

/**
 * Where the rows of parallel subtasks are gathered: on a CPU each subtask has a batcher of its own, on a GPU all of them
 * fill the batches of one.
 *
 * @param sharedKey identifies the batcher that is shared within this process; empty if it is not shared
 */
public record Placement(Optional<String> sharedKey) {

    /**
     * The placement for a device.
     *
     * @param owner identifies the job and the operator whose subtasks may share
     */
    public static Placement of(ComputeDevice device, String owner) {
        return device.isGpu() ? shared(owner + " on " + device) : own();
    }

    public static Placement own() {
        return new Placement(Optional.empty());
    }

    public static Placement shared(String key) {
        return new Placement(Optional.of(key));
    }
}
