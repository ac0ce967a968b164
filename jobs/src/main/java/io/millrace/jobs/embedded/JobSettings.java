package io.millrace.jobs.embedded;

import io.millrace.config.RuntimeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.RecoveryClaimMode;

/** The Flink settings that every job shares. */
public final class JobSettings {
    /** Fixed for ever: it bounds how far a job with saved state can be spread. */
    public static final int MAX_PARALLELISM = 128;

    /** How long an event may wait for others that go to the same subtask of another operator. */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);

    private JobSettings() {}

    /**
     * Settings of a job that keeps its checkpoints in a folder.
     *
     * @param from what the job goes on from, if anything
     */
    public static Configuration of(RuntimeConfig runtime, Path checkpoints, Optional<SavedState> from) {
        Configuration settings = strict(runtime);
        settings.set(
                StateBackendOptions.STATE_BACKEND,
                switch (runtime.state()) {
                    case HEAP -> "hashmap";
                    case ROCKSDB -> "rocksdb";
                });
        settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        settings.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY, checkpoints.toUri().toString());
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, runtime.checkpointInterval());
        settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(5));
        settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        from.ifPresent(saved -> {
            settings.set(StateRecoveryOptions.SAVEPOINT_PATH, saved.uri().toString());
            // A view that the pipeline uses no more, or that is declared otherwise now, leaves state behind.
            settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
            // The folder belongs to this pipeline's job alone: what it went on from is deleted when it is outdated.
            settings.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        });
        return settings;
    }

    /** What makes a graph refuse operators without a fixed id and types that only Kryo can write. */
    public static Configuration strict(RuntimeConfig runtime) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        settings.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        settings.set(CoreOptions.DEFAULT_PARALLELISM, runtime.parallelism());
        restartWithPatience(settings);
        return settings;
    }

    /* Each restart makes the sinks look for open transactions of one more attempt, so restarts become rare and end. */
    private static void restartWithPatience(Configuration settings) {
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofSeconds(1));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(60));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 10);
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(10));
    }
}
