package io.millrace.jobs.learn;

import io.millrace.config.LabelsConfig;
import io.millrace.config.ModelConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.operators.feedback.Join;
import io.millrace.operators.feedback.LabelTimes;
import io.millrace.operators.feedback.ScoredTimes;
import io.millrace.operators.quality.Quality;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.LabelRecord;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Scored;
import io.millrace.operators.route.Route;
import java.nio.file.Path;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The graph of the job that learns. */
final class LearnTopology {
    private LearnTopology() {}

    /** What the job is connected to. */
    record Ports(
            Source<Scored, ?, ?> scored,
            Source<LabelRecord, ?, ?> labels,
            Sink<Outbound> feedback,
            Sink<Outbound> quality,
            Sink<Outbound> deadLetters) {}

    /**
     * Draws the graph; what became known of scored rows is returned, for whoever learns from it.
     *
     * @param registry where the versions are
     */
    static DataStream<Feedback> draw(
            StreamExecutionEnvironment flink, PipelineConfig pipeline, Ports ports, Path registry) {
        LabelsConfig config = LearnJob.labels(pipeline);
        DataStream<Scored> scored = flink.fromSource(ports.scored(), new ScoredTimes(pipeline), "scored")
                .uid("scored");
        DataStream<LabelRecord> labels = flink.fromSource(ports.labels(), new LabelTimes(config.time()), "labels")
                .uid("labels");
        Join.Outputs joined = Join.stage(scored, labels, config);
        Join.encode(joined.feedback(), pipeline)
                .sinkTo(ports.feedback())
                .uid("emit-feedback")
                .name("emit-feedback");
        if (pipeline.model().task() != ModelConfig.Task.VECTOR) {
            Quality.stage(scored, joined.feedback(), pipeline, registry)
                    .sinkTo(ports.quality())
                    .uid("emit-quality")
                    .name("emit-quality");
        }
        Route.deadLetters(joined.rejected(), pipeline.pipeline())
                .sinkTo(ports.deadLetters())
                .uid("emit-dead-letters")
                .name("emit-dead-letters");
        return joined.feedback();
    }
}
