package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.embedded.LocalFlink;
import io.millrace.jobs.embedded.LocalJob;
import io.millrace.jobs.feature.FeatureJob;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.learn.LearnJob;
import io.millrace.jobs.score.ScoreJob;
import io.millrace.models.feature.Schema;
import io.millrace.models.registry.RegistrySource;
import io.millrace.operators.metric.MetricNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The jobs of the demonstration, on a Flink of their own: those that compute views, that score, and that learn. */
final class DemoJobs implements AutoCloseable {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final PipelineConfig pipeline;
    private final Home home;
    private final Cluster cluster;
    private final LocalFlink flink;
    private final List<LocalJob> jobs = new ArrayList<>();

    /** Starts Flink. */
    DemoJobs(PipelineConfig pipeline, Home home, Cluster cluster) throws Exception {
        this.pipeline = pipeline;
        this.home = home;
        this.cluster = cluster;
        int jobs = 2 + pipeline.computedViews().size();
        this.flink = LocalFlink.start(
                new LocalFlink.Settings(jobs * pipeline.runtime().parallelism(), 0, 0));
    }

    /** The topic with the sales that the view is computed from. */
    static String sales(PipelineConfig pipeline) {
        return pipeline.computedViews().get(0).stream().events().topic();
    }

    /**
     * Starts the jobs of the views.
     *
     * @param history sends what they compute the first values from
     */
    void compute(Runnable history) throws Exception {
        history.run();
        for (ViewConfig view : pipeline.computedViews()) {
            submit(
                    FeatureJob.name(view),
                    settings -> FeatureJob.graph(view, cluster, EventSource.Start.EARLIEST, settings));
        }
    }

    /** Starts the job that scores. */
    void score() throws Exception {
        RegistrySource model = new RegistrySource(
                home.registry().toString(),
                pipeline.model().name(),
                pipeline.model().serve(),
                Schema.ofRow(pipeline));
        ScoreJob.Inputs inputs = new ScoreJob.Inputs(cluster, EventSource.Start.EARLIEST, model);
        submit(ScoreJob.NAME, settings -> ScoreJob.graph(pipeline, inputs, settings));
    }

    /** Starts the job that learns. */
    void learn() throws Exception {
        LearnJob.Inputs inputs =
                new LearnJob.Inputs(cluster, EventSource.Start.EARLIEST, home.registry(), /* drift= */ null);
        submit(LearnJob.NAME, settings -> LearnJob.graph(pipeline, inputs, settings));
    }

    private void submit(String name, Function<Configuration, StreamGraph> graph) throws Exception {
        Path checkpoints = Files.createDirectories(home.checkpoints(pipeline.pipeline(), name));
        Configuration settings = JobSettings.of(pipeline.runtime(), checkpoints, Optional.empty());
        jobs.add(flink.submit(graph.apply(settings), checkpoints));
    }

    /** Share of the looked-up rows of features that came from the cache, or NaN if none was looked up yet. */
    double cacheHitRate() {
        long hits = flink.counters().sum(MetricNames.CACHE_HITS);
        long misses = flink.counters().sum(MetricNames.CACHE_MISSES);
        return hits + misses == 0 ? Double.NaN : (double) hits / (hits + misses);
    }

    /** Labels that were learned from. */
    long labels() {
        return flink.counters().sum(MetricNames.LABELS_LEARNED);
    }

    void requireRunning() throws DemoFailure {
        for (LocalJob job : jobs) {
            if (job.ended()) {
                Throwable cause = job.failure().orElse(null);
                throw new DemoFailure("job has ended: job=" + job.id() + ", cause=" + LocalJob.innermost(cause), cause);
            }
        }
    }

    /** Stops the jobs in an orderly way. */
    void stop() throws Exception {
        for (LocalJob job : jobs) {
            job.stop(STOP_WITHIN);
        }
    }

    @Override
    public void close() throws IOException {
        flink.close();
    }
}
