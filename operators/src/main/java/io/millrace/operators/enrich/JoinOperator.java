package io.millrace.operators.enrich;

import io.millrace.config.FeatureConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds the values of a view to events, both keyed by entity: those that were known at the event's time, whatever has arrived
 * since. Values of a slide count {@code known-after} its end. An event does not wait for values that have not arrived, but for one case: until everything has been read that the
 * view's topic held when the task began, events are held back in state.
 *
 * <p>What is kept of an entity: its newest values and those that held at the watermark of the events or later; nothing after
 * twice the view's maximum age without new ones. Ages are in event time, from the values to the event.
 */
@SuppressWarnings("NullAway.Init") // what open() sets is set before anything else is called
final class JoinOperator extends AbstractStreamOperator<EnrichedEvent>
        implements TwoInputStreamOperator<EnrichedEvent, FeatureUpdate, EnrichedEvent> {
    private static final ListStateDescriptor<EnrichedEvent> HELD =
            new ListStateDescriptor<>("held", RecordTypes.ENRICHED_EVENT);

    private final FeatureConfig feature;
    private final long knownAfterMillis;
    private final FeatureAssembler assembler;
    private final Counter refused;
    private final EnumCounters<Freshness> counted;
    private final WindowHistogram ages;
    private final CachedRow[] row = new CachedRow[1];
    private final StreamRecord<EnrichedEvent> leaving = new StreamRecord<>(null);
    private Timeline timeline;
    private ListState<EnrichedEvent> held;
    private boolean loaded;
    private Watermark watermark = Watermark.UNINITIALIZED;

    JoinOperator(FeatureConfig feature, StreamOperatorParameters<EnrichedEvent> parameters) {
        super(parameters);
        this.feature = feature;
        this.knownAfterMillis = feature.view().source() instanceof ViewConfig.Streamed streamed
                ? streamed.knownAfter().toMillis()
                : 0;
        this.assembler = new FeatureAssembler(List.of(feature));
        StageMetrics stage = StageMetrics.of(getMetricGroup(), Ticker.system());
        this.refused = stage.labelled(MetricNames.REASON, Reason.MISSING_FEATURE.name())
                .counter(MetricNames.REJECTIONS);
        StageMetrics view = EnrichMetrics.of(stage, feature.view().view());
        this.counted = view.counters(MetricNames.FEATURE_VALUES, MetricNames.FRESHNESS, Freshness.class);
        this.ages = view.histogram(MetricNames.FEATURE_AGE_MILLIS);
    }

    @Override
    public void open() throws Exception {
        super.open();
        MapStateDescriptor<Long, FeatureUpdate> values = new MapStateDescriptor<>(
                "values-" + feature.view().definition(), Types.LONG, RecordTypes.FEATURE_UPDATE);
        Duration kept = feature.view().maxAge().multipliedBy(2);
        values.enableTimeToLive(StateTtlConfig.newBuilder(kept).build());
        timeline = new Timeline(getRuntimeContext().getMapState(values));
        held = getRuntimeContext().getListState(HELD);
    }

    @Override
    public void processElement1(StreamRecord<EnrichedEvent> record) throws Exception {
        if (loaded) {
            join(record.getValue());
        } else {
            held.add(record.getValue());
        }
    }

    @Override
    public void processElement2(StreamRecord<FeatureUpdate> record) throws Exception {
        timeline.put(record.getValue());
        if (loaded) {
            // Before, events are held back that are older than the watermark.
            timeline.forgetBefore(known(watermark.getTimestamp()));
        }
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        watermark = mark;
        if (loaded) {
            processWatermark(mark);
        }
    }

    /** Everything has been read that was there at the start. */
    @Override
    public void processWatermark2(Watermark mark) throws Exception {
        if (loaded) {
            return;
        }
        loaded = true;
        getKeyedStateBackend()
                .applyToAllKeys(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, HELD, (key, events) -> {
                    setCurrentKey(key);
                    for (EnrichedEvent event : events.get()) {
                        join(event);
                    }
                    events.clear();
                });
        if (watermark.getTimestamp() != Watermark.UNINITIALIZED.getTimestamp()) {
            processWatermark(watermark);
        }
    }

    private void join(EnrichedEvent enriched) throws Exception {
        Event event = enriched.event();
        row[0] = row(event);
        FeatureValues values = assembler.assemble(row, event.timeMillis(), /* degraded= */ false);
        String refusal = assembler.refuses() ? assembler.refusal(values, row) : null;
        if (refusal != null) {
            refused.inc();
            Rejection rejection = new Rejection(event.raw(), Rejection.Stage.ENRICH, Reason.MISSING_FEATURE, refusal);
            output.collect(SideOutputs.REJECTED, new StreamRecord<>(rejection, event.timeMillis()));
            return;
        }
        for (int column = 0; column < values.columns(); column++) {
            counted.inc(values.freshness(column));
        }
        if (values.ageMillis(0) != FeatureValues.NO_AGE) {
            ages.update(values.ageMillis(0));
        }
        leaving.replace(
                new EnrichedEvent(event, enriched.features().and(values), enriched.enrichMicros()), event.timeMillis());
        output.collect(leaving);
    }

    /* Times before any watermark stay what they are. */
    private long known(long timeMillis) {
        return Math.max(timeMillis, Long.MIN_VALUE + knownAfterMillis) - knownAfterMillis;
    }

    private CachedRow row(Event event) throws Exception {
        if (getCurrentKey().equals(JoinKeys.NO_KEY)) {
            return CachedRow.NO_KEY;
        }
        FeatureUpdate update = timeline.asOf(known(event.timeMillis()));
        if (update == null || update.values() == null) {
            return CachedRow.unknown(0);
        }
        return CachedRow.found(new FeatureRow(update.values(), update.timeMillis()), 0);
    }
}
