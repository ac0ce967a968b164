package io.millrace.benchmarks.flow;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.FeatureTopic;
import io.millrace.jobs.kafka.ScoringSinks;
import io.millrace.jobs.kafka.SinkSettings;
import io.millrace.jobs.score.ScoreJob;
import io.millrace.models.infer.ModelSource;
import io.millrace.operators.enrich.ChangeFeed;
import io.millrace.operators.enrich.Enrich;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.route.Route;
import io.millrace.operators.route.RouteSettings;
import io.millrace.operators.validate.EventTimes;
import io.millrace.operators.validate.Validate;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The scoring job, and jobs that share every stage with it but one, so that this one is what a comparison compares. */
public final class StageGraph {

    private StageGraph() {}

    /** Turns records into events in a way of its own. */
    @FunctionalInterface
    public interface Decoding {

        SingleOutputStreamOperator<Event> stage(DataStream<RawEvent> records);
    }

    /** Turns events into predictions in a way of its own. */
    @FunctionalInterface
    public interface Scoring {

        SingleOutputStreamOperator<Prediction> stage(DataStream<EnrichedEvent> events);
    }

    /** Turns events into records in a way of its own. */
    @FunctionalInterface
    public interface Writing<T> {

        SingleOutputStreamOperator<Outbound> stage(DataStream<T> events);
    }

    /** The scoring job itself, from the first event on. */
    public static StreamGraph whole(RigInputs inputs, ModelSource model, Configuration settings) {
        return ScoreJob.graph(
                inputs.pipeline(), new ScoreJob.Inputs(inputs.cluster(), EventSource.Start.EARLIEST, model), settings);
    }

    /** The scoring job with another infer stage. */
    public static StreamGraph scoring(RigInputs inputs, Scoring scoring) {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(inputs.settings());
        return scoring(inputs, flink, SideOutputs.unhurried(Validate.stage(events(flink, inputs))), scoring);
    }

    /** The scoring job with another decoder, which knows no rejections and no watermarks, and another infer stage. */
    public static StreamGraph scoring(RigInputs inputs, Decoding decoding, Scoring scoring) {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(inputs.settings());
        return scoring(inputs, flink, decoding.stage(records(flink, inputs)), scoring);
    }

    private static StreamGraph scoring(
            RigInputs inputs,
            StreamExecutionEnvironment flink,
            SingleOutputStreamOperator<Event> valid,
            Scoring scoring) {
        PipelineConfig pipeline = inputs.pipeline();
        Enrich.Outputs enriched = enriched(valid, inputs);
        SingleOutputStreamOperator<Prediction> predicted = SideOutputs.unhurried(scoring.stage(enriched.events()));
        Route.stage(
                        new Route.Inputs(
                                predicted,
                                valid.getSideOutput(SideOutputs.REJECTED).union(enriched.rejected()),
                                predicted.getSideOutput(SideOutputs.SCORED)),
                        RouteSettings.of(pipeline))
                .emitTo(sinks(inputs));
        return flink.getStreamGraph();
    }

    /** Source, validation and enrichment of the scoring job, then something else, then its sink. */
    public static StreamGraph enriched(RigInputs inputs, Writing<EnrichedEvent> writing) {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(inputs.settings());
        write(
                writing.stage(
                        enriched(Validate.stage(events(flink, inputs)), inputs).events()),
                inputs);
        return flink.getStreamGraph();
    }

    /** Source and sink of the scoring job, without a decoder. */
    public static StreamGraph raw(RigInputs inputs, Writing<RawEvent> writing) {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(inputs.settings());
        write(writing.stage(records(flink, inputs)), inputs);
        return flink.getStreamGraph();
    }

    private static Enrich.Outputs enriched(DataStream<Event> valid, RigInputs inputs) {
        return Enrich.stage(
                valid,
                inputs.pipeline(),
                (view, source) -> new FeatureTopic(inputs.cluster(), source.topic(), inputs.group()),
                ChangeFeed.NONE);
    }

    private static DataStream<RawEvent> records(StreamExecutionEnvironment flink, RigInputs inputs) {
        return flink.fromSource(
                        EventSource.raw(
                                inputs.cluster(), inputs.pipeline().events().topic(), inputs.group()),
                        WatermarkStrategy.noWatermarks(),
                        "events")
                .uid("events");
    }

    private static DataStream<Decoded> events(StreamExecutionEnvironment flink, RigInputs inputs) {
        PipelineConfig pipeline = inputs.pipeline();
        return flink.fromSource(
                        EventSource.of(inputs.cluster(), pipeline.events(), inputs.group(), EventSource.Start.EARLIEST),
                        new EventTimes(pipeline.events().time()),
                        "events")
                .uid("events");
    }

    private static void write(DataStream<Outbound> records, RigInputs inputs) {
        records.sinkTo(sinks(inputs).predictions()).uid("emit").name("emit");
    }

    private static ScoringSinks sinks(RigInputs inputs) {
        PipelineConfig pipeline = inputs.pipeline();
        return new ScoringSinks(
                new SinkSettings(inputs.cluster(), pipeline.kafka().delivery(), pipeline.pipeline()),
                pipeline.topics());
    }
}
