package io.millrace.operators.feature;

import io.millrace.config.ViewConfig;
import io.millrace.models.aggregate.AggregatePlan;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureUpdate;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@link EntityFeatures} in a Flink task, keyed by entity.
 */
@SuppressWarnings("NullAway.Init") // what initializeState() and open() set is set before anything else is called
final class AggregateOperator extends AbstractStreamOperator<FeatureUpdate>
        implements OneInputStreamOperator<Event, FeatureUpdate>, Triggerable<String, VoidNamespace> {
    private final ViewConfig view;
    private final AggregatePlan plan;
    private final EnumCounters<EntityFeatures.Taken> taken;
    private final StreamRecord<FeatureUpdate> leaving = new StreamRecord<>(null);
    private KeptWatermark watermark;
    private EntityFeatures entity;

    AggregateOperator(ViewConfig view, StreamOperatorParameters<FeatureUpdate> parameters) {
        super(parameters);
        this.view = view;
        this.plan = AggregatePlan.of(
                view, view.stream(), Schema.ofEvent(view.stream().events()));
        this.taken = StageMetrics.of(getMetricGroup(), Ticker.system())
                .labelled(MetricNames.VIEW, view.view())
                .counters(MetricNames.FEATURE_EVENTS, MetricNames.TAKEN, EntityFeatures.Taken.class);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        watermark = new KeptWatermark(context.getOperatorStateStore());
    }

    @Override
    public void open() throws Exception {
        super.open();
        InternalTimerService<VoidNamespace> timers =
                getInternalTimerService("slides", VoidNamespaceSerializer.INSTANCE, this);
        ValueState<Long> wakesAt = getRuntimeContext().getState(StateClock.descriptor());
        entity = new EntityFeatures(
                view,
                plan,
                new StateTiles(plan, getRuntimeContext().getMapState(StateTiles.descriptor())),
                new SeenEvents(getRuntimeContext().getMapState(SeenEvents.descriptor())),
                new StateClock(wakesAt, timers));
    }

    @Override
    public void processElement(StreamRecord<Event> record) throws Exception {
        taken.inc(entity.take(record.getValue(), watermark.millis(), this::emit));
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        entity.wake(timer.getTimestamp(), watermark.millis(), this::emit);
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("timers are of event time only");
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark.advance(mark.getTimestamp());
        super.processWatermark(mark);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        watermark.save();
    }

    private void emit(long endMillis, @Nullable Values values) {
        leaving.replace(new FeatureUpdate(String.valueOf(getCurrentKey()), endMillis, values), endMillis);
        output.collect(leaving);
    }
}
