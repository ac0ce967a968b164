package io.millrace.operators.inflight;

import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;

/**
 * Whether a job is stopping with a savepoint. It goes on running until the savepoint is complete, but what an operator
 * emitted meanwhile would be emitted again by the job that begins with the savepoint.
 */
public final class Stopping {
    private static final long NONE = -1;

    private long savepoint = NONE;

    /** Notes a checkpoint that was taken; returns whether the job stops with it. */
    public boolean taken(long checkpointId, CheckpointOptions options) {
        boolean stops = options.getCheckpointType() instanceof SavepointType type
                && type.getPostCheckpointAction() == SavepointType.PostCheckpointAction.SUSPEND;
        if (stops) {
            savepoint = checkpointId;
        }
        return stops;
    }

    /** Notes a checkpoint that failed; returns whether the job was stopping with it and goes on. */
    public boolean aborted(long checkpointId) {
        boolean goesOn = begun() && checkpointId == savepoint;
        if (goesOn) {
            savepoint = NONE;
        }
        return goesOn;
    }

    /** Whether nothing may leave. */
    public boolean begun() {
        return savepoint != NONE;
    }
}
