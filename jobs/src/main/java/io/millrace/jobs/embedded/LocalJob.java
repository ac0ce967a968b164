package io.millrace.jobs.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.jspecify.annotations.Nullable;

/** A job in this process. */
public final class LocalJob {
    private final MiniCluster cluster;
    private final JobID id;
    private final Path savepoints;
    private final JobCounters counters;
    private final CompletableFuture<JobResult> result;

    LocalJob(MiniCluster cluster, JobID id, Path savepoints, JobCounters counters) {
        this.cluster = cluster;
        this.id = id;
        this.savepoints = savepoints;
        this.counters = counters;
        this.result = cluster.requestJobResult(id);
    }

    public String id() {
        return id.toHexString();
    }

    /** What the job does now. */
    public JobStatus status() throws Exception {
        return cluster.getJobStatus(id).get();
    }

    /** The offset after the last record that the job has read, of every partition of a topic of which it read one. */
    public Map<Integer, Long> positions(String topic) {
        return counters.positions(id(), topic);
    }

    /**
     * How the job is.
     *
     * @param running whether every subtask runs; false while the job is being started
     * @param restarts how often it began again after a failure: the most attempts that any subtask needed beyond its first
     * @param failure the last failure, if there was one
     */
    public record Condition(boolean running, int restarts, Optional<Failure> failure) {}

    /** Why a job failed, and when. */
    public record Failure(long epochMillis, Throwable cause) {}

    /** How the job is now. */
    public Condition condition() throws InterruptedException {
        try {
            return condition(cluster.getExecutionGraph(id).get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("condition of the job cannot be read: job=" + id(), e);
        }
    }

    /* A job that is being initialised has no subtasks yet, so that none of them says that it does not run. */
    static Condition condition(AccessExecutionGraph graph) {
        boolean running = graph.getState() == JobStatus.RUNNING;
        int restarts = 0;
        for (AccessExecutionVertex subtask : graph.getAllExecutionVertices()) {
            running &= subtask.getExecutionState() == ExecutionState.RUNNING;
            restarts = Math.max(restarts, subtask.getCurrentExecutionAttempt().getAttemptNumber());
        }
        return new Condition(
                running, restarts, Optional.ofNullable(graph.getFailureInfo()).map(LocalJob::failure));
    }

    private static Failure failure(ErrorInfo info) {
        return new Failure(info.getTimestamp(), info.getException().deserializeError(LocalJob.class.getClassLoader()));
    }

    /** Whether the job has ended, for whatever reason. */
    public boolean ended() {
        return result.isDone();
    }

    /** Waits until the job has ended, but not longer than told. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        try {
            result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Why the job has failed, if it has. */
    public Optional<Throwable> failure() {
        if (!result.isDone()) {
            return Optional.empty();
        }
        try {
            return result.get().getSerializedThrowable().map(t -> t.deserializeError(LocalJob.class.getClassLoader()));
        } catch (ExecutionException e) {
            return Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    /** What lies behind a failure of a job, in one line. */
    public static String innermost(@Nullable Throwable failure) {
        if (failure == null) {
            return "unknown";
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /**
     * Stops the job in an orderly way: what it holds goes into a savepoint, what it wrote in transactions is committed.
     *
     * @return where the savepoint is
     */
    public String stop(Duration patience) throws Exception {
        return cluster.stopWithSavepoint(
                        id, savepoints.toUri().toString(), /* terminate= */ false, SavepointFormatType.CANONICAL)
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Lets the job read nothing more, and ends it when everything that it has read is answered.
     *
     * @return the offset after the last record that it read, of every partition of a topic of which it read one
     */
    public Map<Integer, Long> drain(String topic, Duration patience) throws Exception {
        cluster.stopWithSavepoint(
                        id, savepoints.toUri().toString(), /* terminate= */ true, SavepointFormatType.CANONICAL)
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return counters.lastPositions(id(), topic);
    }

    /** Makes a checkpoint: when it is there, everything that was read before it has been written. */
    public void checkpoint(Duration patience) throws Exception {
        cluster.triggerCheckpoint(id, CheckpointType.CONFIGURED).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the job where it stands; it can go on from its last checkpoint. */
    public void cancel(Duration patience) throws Exception {
        cluster.cancelJob(id).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
