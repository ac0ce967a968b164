package io.millrace.jobs.learn;

import io.millrace.config.LabelsConfig;
import io.millrace.config.ModelConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.NewsEncoder;
import io.millrace.models.registry.Aliases;
import io.millrace.operators.feedback.Join;
import io.millrace.operators.feedback.LabelTimes;
import io.millrace.operators.feedback.ScoredTimes;
import io.millrace.operators.learn.Course;
import io.millrace.operators.learn.Learn;
import io.millrace.operators.promote.Office;
import io.millrace.operators.promote.Promote;
import io.millrace.operators.quality.Quality;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.LabelRecord;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.Scored;
import io.millrace.operators.route.Route;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The graph of the job that learns. */
final class LearnTopology {
    private LearnTopology() {}

    /**
     * What the job is connected to.
     *
     * @param drift null if there is no such topic
     */
    record Ports(
            Source<Scored, ?, ?> scored,
            Source<LabelRecord, ?, ?> labels,
            @Nullable Source<Drift, ?, ?> drift,
            Sinks sinks) {}

    /** Where the job writes. */
    record Sinks(Sink<Outbound> feedback, Sink<Outbound> quality, Sink<Outbound> models, Sink<Outbound> deadLetters) {}

    /**
     * Draws the graph.
     *
     * @param registry where the versions are
     */
    static void draw(StreamExecutionEnvironment flink, PipelineConfig pipeline, Ports ports, Path registry) {
        LabelsConfig config = LearnJob.labels(pipeline);
        DataStream<Scored> scored = flink.fromSource(ports.scored(), new ScoredTimes(pipeline), "scored")
                .uid("scored");
        DataStream<LabelRecord> labels = flink.fromSource(ports.labels(), new LabelTimes(config.time()), "labels")
                .uid("labels");
        Join.Outputs joined = Join.stage(scored, labels, config);
        Join.encode(joined.feedback(), pipeline)
                .sinkTo(ports.sinks().feedback())
                .uid("emit-feedback")
                .name("emit-feedback");
        if (pipeline.model().task() != ModelConfig.Task.VECTOR) {
            Quality.stage(scored, joined.feedback(), pipeline, registry)
                    .sinkTo(ports.sinks().quality())
                    .uid("emit-quality")
                    .name("emit-quality");
        }
        Route.deadLetters(joined.rejected(), pipeline.pipeline())
                .sinkTo(ports.sinks().deadLetters())
                .uid("emit-dead-letters")
                .name("emit-dead-letters");
        if (LearnJob.learns(pipeline)) {
            String versions = registry.toAbsolutePath().normalize().toString();
            learn(new Loop(pipeline, scored, joined.feedback(), drift(flink, ports)), versions, ports.sinks());
        }
    }

    private static @Nullable DataStream<Drift> drift(StreamExecutionEnvironment flink, Ports ports) {
        Source<Drift, ?, ?> drift = ports.drift();
        return drift == null
                ? null
                : flink.fromSource(drift, WatermarkStrategy.noWatermarks(), "drift")
                        .uid("drift")
                        .setParallelism(1);
    }

    /** What comes back of what was scored. */
    private record Loop(
            PipelineConfig pipeline,
            DataStream<Scored> scored,
            DataStream<Feedback> feedback,
            @Nullable DataStream<Drift> drift) {}

    /** Where a pipeline serves a version by its number, no other takes its place. */
    private static void learn(Loop loop, String registry, Sinks sinks) {
        DataStream<Published> published = Learn.stage(loop.feedback(), new Course(loop.pipeline(), registry));
        if (loop.pipeline().model().serve().equals(Aliases.CHAMPION)) {
            Promote.stage(
                            new Promote.Inputs(loop.feedback(), loop.scored(), published, loop.drift()),
                            new Office(loop.pipeline(), registry, new NewsEncoder()))
                    .sinkTo(sinks.models())
                    .uid("emit-models")
                    .name("emit-models")
                    .setParallelism(1);
        }
    }
}
