package io.millrace.jobs.feature;

import io.millrace.config.ViewConfig;
import io.millrace.operators.feature.Feature;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.route.Route;
import io.millrace.operators.validate.EventTimes;
import io.millrace.operators.validate.Validate;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The graph of the job that computes a view. */
final class FeatureTopology {
    private FeatureTopology() {}

    /** What the job is connected to. */
    record Ports(Source<Decoded, ?, ?> events, Sink<Outbound> values, Sink<Outbound> deadLetters) {}

    /** Draws the graph. */
    static void draw(StreamExecutionEnvironment flink, ViewConfig view, Ports ports) {
        EventTimes times = new EventTimes(view.stream().events().time());
        DataStream<Decoded> decoded =
                flink.fromSource(ports.events(), times, "events").uid("events");
        SingleOutputStreamOperator<Event> valid = Validate.stage(decoded);
        Feature.stage(valid, view).sinkTo(ports.values()).uid("emit-values").name("emit-values");
        Route.deadLetters(valid.getSideOutput(SideOutputs.REJECTED), FeatureJob.name(view))
                .sinkTo(ports.deadLetters())
                .uid("emit-dead-letters")
                .name("emit-dead-letters");
    }
}
