package io.millrace.operators.enrich;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The stage that adds feature values to events.
 *
 * <p>Every value says how far it can be trusted. An event that the pipeline would rather lose than score without a value
 * leaves by {@link io.millrace.operators.record.SideOutputs#REJECTED}; a store that is slow or down delays no event longer
 * than its timeout.
 */
public final class Enrich {
    /** The stage's fixed operator id and name. */
    public static final String UID = "enrich";

    private Enrich() {}

    /**
     * What leaves the stage.
     *
     * @param rejected events without a value that their pipeline wants, and updates of views that cannot be read
     */
    public record Outputs(DataStream<EnrichedEvent> events, DataStream<Rejection> rejected) {}

    /**
     * Looks values up in the stores that the views name, and joins those that arrive on topics.
     *
     * @param changes where the topics are read in which views say what has changed in their stores
     */
    public static Outputs stage(
            DataStream<Event> events, PipelineConfig pipeline, UpdateTopics topics, ChangeFeed changes) {
        SingleOutputStreamOperator<EnrichedEvent> enriched =
                lookUp(events, pipeline, view -> open(view, Environment.system()), changes);
        Outputs outputs = new Outputs(enriched, enriched.getSideOutput(SideOutputs.REJECTED));
        if (pipeline.streamedFeatures().isEmpty()) {
            SideOutputs.unhurried(enriched);
        }
        for (FeatureConfig feature : pipeline.streamedFeatures()) {
            if (feature.view().source() instanceof ViewConfig.Streamed source) {
                outputs = join(outputs, feature, pipeline, topics.of(feature.view(), source));
            }
        }
        return outputs;
    }

    /** Looks values up in the given stores. A pipeline without such views adds nothing, at no cost. */
    public static SingleOutputStreamOperator<EnrichedEvent> lookUp(
            DataStream<Event> events, PipelineConfig pipeline, FeatureStoreSource stores, ChangeFeed changes) {
        SingleOutputStreamOperator<EnrichedEvent> enriched = pipeline.storedFeatures()
                        .isEmpty()
                ? events.map(event -> new EnrichedEvent(event, FeatureValues.NONE, 0), RecordTypes.ENRICHED_EVENT)
                : events.transform(
                        UID,
                        RecordTypes.ENRICHED_EVENT,
                        new EnrichOperatorFactory(EnrichSettings.of(pipeline, stores, changes)));
        return enriched.uid(UID).name(UID);
    }

    /** What an event has of views when nothing is known of its keys. */
    public static FeatureValues defaults(List<FeatureConfig> features) {
        CachedRow[] rows = new CachedRow[features.size()];
        Arrays.fill(rows, CachedRow.unknown(0));
        return new FeatureAssembler(features).assemble(rows, /* nowMillis= */ 0, /* degraded= */ false);
    }

    private static FeatureStore open(ViewConfig view, Environment environment) throws FeatureStoreException {
        return view.source() instanceof ViewConfig.Redis redis
                ? RedisFeatureStore.open(view, redis, environment)
                : JdbcFeatureStore.open(view, environment);
    }

    private static Outputs join(Outputs before, FeatureConfig feature, PipelineConfig pipeline, UpdateTopic topic) {
        String view = feature.view().view();
        // What was read of a view that is declared otherwise now is read again.
        String definition = "-" + feature.view().definition();
        StreamExecutionEnvironment flink = before.events().getExecutionEnvironment();
        SingleOutputStreamOperator<FeatureUpdate> updates = flink.fromSource(
                        topic.source(), WatermarkStrategy.noWatermarks(), "values-" + view)
                .uid("values-" + view + definition)
                .setParallelism(1)
                .transform("read-" + view, RecordTypes.FEATURE_UPDATE, new UpdateOperatorFactory(feature.view(), topic))
                .uid("read-" + view + definition)
                .setParallelism(1);
        SingleOutputStreamOperator<EnrichedEvent> joined = before.events()
                .keyBy(new JoinKeys(pipeline.events(), feature.key()), Types.STRING)
                .connect(updates.keyBy(FeatureUpdate::key, Types.STRING))
                .transform("join-" + view, RecordTypes.ENRICHED_EVENT, new JoinOperatorFactory(feature))
                .uid("join-" + view);
        return new Outputs(
                joined,
                before.rejected()
                        .union(
                                updates.getSideOutput(SideOutputs.REJECTED),
                                joined.getSideOutput(SideOutputs.REJECTED)));
    }
}
