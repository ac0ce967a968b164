package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.embedded.LocalFlink;
import io.millrace.jobs.embedded.LocalJob;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.score.ScoreJob;
import io.millrace.models.feature.Schema;
import io.millrace.models.registry.RegistrySource;
import io.millrace.operators.metric.MetricNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The score job of the demonstration, on a Flink of its own. */
final class DemoJob implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final LocalFlink flink;
    private final LocalJob job;

    /** Starts the job. */
    DemoJob(PipelineConfig pipeline, Home home, Cluster cluster) throws Exception {
        RegistrySource model = new RegistrySource(
                home.registry().toString(),
                pipeline.model().name(),
                pipeline.model().serve(),
                Schema.ofRow(pipeline));
        Path checkpoints = Files.createDirectories(home.checkpoints(pipeline.pipeline(), ScoreJob.NAME));
        this.flink = LocalFlink.start(new LocalFlink.Settings(pipeline.runtime().parallelism(), 0, 0));
        try {
            this.job = flink.submit(
                    ScoreJob.graph(
                            pipeline,
                            new ScoreJob.Inputs(cluster, EventSource.Start.EARLIEST, model),
                            JobSettings.of(pipeline.runtime(), checkpoints, Optional.empty())),
                    checkpoints);
        } catch (Exception e) {
            flink.close();
            throw e;
        }
    }

    /** Share of the looked-up rows of features that came from the cache, or NaN if none was looked up yet. */
    double cacheHitRate() {
        long hits = flink.counters().sum(MetricNames.CACHE_HITS);
        long misses = flink.counters().sum(MetricNames.CACHE_MISSES);
        return hits + misses == 0 ? Double.NaN : (double) hits / (hits + misses);
    }

    void requireRunning() throws DemoFailure {
        if (job.ended()) {
            Throwable cause = job.failure().orElse(null);
            throw new DemoFailure("job has ended: job=" + job.id() + ", cause=" + LocalJob.innermost(cause), cause);
        }
    }

    /** Stops the job in an orderly way. */
    void stop() throws Exception {
        job.stop(STOP_WITHIN);
    }

    @Override
    public void close() throws IOException {
        flink.close();
    }
}
