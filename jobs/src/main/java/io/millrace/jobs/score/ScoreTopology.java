package io.millrace.jobs.score;

import io.millrace.config.PipelineConfig;
import io.millrace.operators.enrich.ChangeFeed;
import io.millrace.operators.enrich.Enrich;
import io.millrace.operators.enrich.UpdateTopics;
import io.millrace.operators.infer.AnnouncementFeed;
import io.millrace.operators.infer.Infer;
import io.millrace.operators.infer.InferSettings;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.route.Route;
import io.millrace.operators.route.RouteSettings;
import io.millrace.operators.validate.EventTimes;
import io.millrace.operators.validate.Validate;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The graph of the scoring job. */
public final class ScoreTopology {
    private ScoreTopology() {}

    /** What the job is connected to. */
    public record Ports(
            Source<Decoded, ?, ?> events,
            UpdateTopics updates,
            ChangeFeed changes,
            AnnouncementFeed announcements,
            Route.Sinks sinks) {}

    /** Draws the graph. */
    public static void draw(StreamExecutionEnvironment flink, PipelineConfig config, InferSettings infer, Ports ports) {
        DataStream<Decoded> decoded = events(flink, config, ports);
        SingleOutputStreamOperator<Event> valid = SideOutputs.unhurried(Validate.stage(decoded));
        Enrich.Outputs enriched = Enrich.stage(valid, config, ports.updates(), ports.changes());
        SingleOutputStreamOperator<Prediction> predicted =
                SideOutputs.unhurried(Infer.stage(enriched.events(), ports.announcements(), infer));
        DataStream<Rejection> rejected = rejected(valid).union(enriched.rejected(), rejected(predicted));
        Route.stage(
                        new Route.Inputs(predicted, rejected, predicted.getSideOutput(SideOutputs.SCORED)),
                        RouteSettings.of(config))
                .emitTo(ports.sinks());
    }

    private static DataStream<Decoded> events(StreamExecutionEnvironment flink, PipelineConfig config, Ports ports) {
        return flink.fromSource(ports.events(), new EventTimes(config.events().time()), "events")
                .uid("events");
    }

    private static DataStream<Rejection> rejected(SingleOutputStreamOperator<?> stage) {
        return stage.getSideOutput(SideOutputs.REJECTED);
    }
}
