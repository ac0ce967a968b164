package io.millrace.jobs.launch;

import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.embedded.LocalFlink;
import io.millrace.jobs.embedded.LocalJob;
import io.millrace.jobs.embedded.ProcessLock;
import io.millrace.jobs.embedded.SavedState;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.SourceProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/**
 * A job as it will be started.
 *
 * @param name for people
 * @param checkpoints where its state lies
 * @param topic the events that it reads
 * @param group the consumer group that says how far it is
 */
record JobPlan(String name, Path checkpoints, String topic, String group, Drawing drawing) {

    /** Makes the graph. */
    @FunctionalInterface
    interface Drawing {
        StreamGraph draw(Cluster cluster, EventSource.Start start, Configuration settings);
    }

    /** Keeps other processes from running the job; empty if one does. */
    Optional<ProcessLock> lock() throws IOException {
        return ProcessLock.tryTake(lockFile());
    }

    Path lockFile() {
        return checkpoints.resolve("lock");
    }

    /** What it would go on from. */
    Optional<SavedState> saved(Console console) throws IOException {
        return SavedState.newest(checkpoints, console::say);
    }

    /**
     * Starts it: from its newest checkpoint, or from where it was told.
     *
     * @param start where to read from without a checkpoint, or null if nobody said
     * @param untilIdle when it counts as idle
     */
    RunningJob start(
            Site site,
            LocalFlink flink,
            Console console,
            EventSource.@Nullable Start start,
            Optional<Duration> untilIdle)
            throws Exception {
        SourceProgress progress = new SourceProgress(site.cluster(), topic, group);
        try {
            Optional<SavedState> from = saved(console);
            EventSource.Start begin = from.isPresent() ? EventSource.Start.EARLIEST : beginning(start, progress);
            from.ifPresent(
                    saved -> console.say(name + " goes on from " + saved.location() + ", saved " + saved.saved()));
            Configuration settings = JobSettings.of(site.pipeline().runtime(), checkpoints, from);
            LocalJob job = flink.submit(drawing.draw(site.cluster(), begin, settings), checkpoints);
            return new RunningJob(name, job, from.isEmpty(), progress, untilIdle);
        } catch (Exception e) {
            progress.close();
            throw e;
        }
    }

    private EventSource.Start beginning(EventSource.@Nullable Start start, SourceProgress progress) {
        long read = progress.look().read();
        if (start == EventSource.Start.EARLIEST && read > 0) {
            progress.forget();
        }
        if (start != null) {
            return start;
        }
        if (read > 0) {
            throw new CommandFailure("the job has run before but there is no checkpoint to go on from: job=" + name
                    + ", events read=" + read + ", checkpoints=" + checkpoints
                    + "; --start committed goes on behind them (events under way at its end stay unscored),"
                    + " --start earliest scores everything again");
        }
        return EventSource.Start.EARLIEST;
    }
}
