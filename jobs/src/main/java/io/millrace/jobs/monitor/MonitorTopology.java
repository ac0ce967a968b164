package io.millrace.jobs.monitor;

import io.millrace.config.EventsConfig;
import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.operators.feature.Consistency;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.ServedFeatures;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.validate.EventTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The graph of the job that watches a pipeline. Its sources wait for each other, so that none is read further ahead in event
 * time than values are kept: by the smallest maximum age of the views that are compared.
 */
final class MonitorTopology {
    private static final String ALIGNED = "monitor";
    private static final Duration ALIGN_EVERY = Duration.ofMillis(200);

    private MonitorTopology() {}

    /**
     * What the job is connected to.
     *
     * @param events the events of a view
     */
    record Ports(
            Source<ServedFeatures, ?, ?> served,
            Function<ViewConfig, Source<Decoded, ?, ?>> events,
            Sink<Outbound> quality,
            Sink<Outbound> alerts) {}

    /** Draws the graph. */
    static void draw(StreamExecutionEnvironment flink, PipelineConfig pipeline, Ports ports) {
        List<FeatureConfig> features = pipeline.checkedFeatures();
        Duration ahead = features.stream()
                .map(feature -> feature.view().maxAge())
                .min(Duration::compareTo)
                .orElseThrow();
        DataStream<ServedFeatures> served = flink.fromSource(
                        ports.served(), aligned(times(pipeline.events().time()), ahead), "scored")
                .uid("scored");
        List<DataStream<FeatureCheck>> checks = new ArrayList<>();
        for (FeatureConfig feature : features) {
            ViewConfig view = feature.view();
            EventTimes times = new EventTimes(view.stream().events().time());
            DataStream<Decoded> events = flink.fromSource(
                            ports.events().apply(view), aligned(times, ahead), "events-" + view.view())
                    .uid("events-" + view.view());
            checks.add(Consistency.check(
                    events, served, feature, pipeline.consistency().sample()));
        }
        SingleOutputStreamOperator<Outbound> tallies = Consistency.tally(union(checks), pipeline);
        tallies.sinkTo(ports.quality()).uid("emit-quality").name("emit-quality");
        tallies.getSideOutput(SideOutputs.ALERTS)
                .sinkTo(ports.alerts())
                .uid("emit-alerts")
                .name("emit-alerts");
    }

    private static WatermarkStrategy<ServedFeatures> times(EventsConfig.Time time) {
        return WatermarkStrategy.<ServedFeatures>forBoundedOutOfOrderness(time.maxLateness())
                .withIdleness(time.idleAfter())
                .withTimestampAssigner((served, recordTimestamp) -> served.timeMillis());
    }

    private static <T> WatermarkStrategy<T> aligned(WatermarkStrategy<T> times, Duration ahead) {
        return times.withWatermarkAlignment(ALIGNED, ahead, ALIGN_EVERY);
    }

    private static DataStream<FeatureCheck> union(Collection<DataStream<FeatureCheck>> checks) {
        return checks.stream().reduce(DataStream::union).orElseThrow();
    }
}
