package io.millrace.operators.feature;

import io.millrace.config.FeatureConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.aggregate.AggregatePlan;
import io.millrace.models.feature.Schema;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.ServedFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * {@link EntityHistory} and {@link ServedCheck} in a Flink task, keyed by entity: events of the view on the first input, what
 * was served on the second. A row waits in state until the watermark of the events has passed its time; the second input has
 * no say in time.
 */
@SuppressWarnings("NullAway.Init") // what initializeState() and open() set is set before anything else is called
final class CheckOperator extends AbstractStreamOperator<FeatureCheck>
        implements TwoInputStreamOperator<Event, ServedFeatures, FeatureCheck> {
    private final FeatureConfig feature;
    private final AggregatePlan plan;
    private final EnumCounters<EntityFeatures.Taken> taken;
    private final StreamRecord<FeatureCheck> leaving = new StreamRecord<>(null);
    private KeptWatermark watermark;
    private MapState<Long, List<ServedFeatures>> waiting;
    private InternalTimerService<VoidNamespace> rows;
    private EntityHistory history;
    private ServedCheck check;

    CheckOperator(FeatureConfig feature, StreamOperatorParameters<FeatureCheck> parameters) {
        super(parameters);
        ViewConfig view = feature.view();
        this.feature = feature;
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
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(RecordTypes.SERVED_FEATURES)));
        rows = getInternalTimerService("rows", VoidNamespaceSerializer.INSTANCE, new AtEventTime(this::release));
        InternalTimerService<VoidNamespace> cleanings =
                getInternalTimerService("cleanings", VoidNamespaceSerializer.INSTANCE, new AtEventTime(this::clean));
        history = new EntityHistory(
                feature.view(),
                plan,
                new StateTiles(plan, getRuntimeContext().getMapState(StateTiles.descriptor())),
                new SeenEvents(getRuntimeContext().getMapState(SeenEvents.descriptor())),
                new StateClock(getRuntimeContext().getState(StateClock.descriptor()), cleanings));
        check = new ServedCheck(feature, plan, history);
    }

    @Override
    public void processElement1(StreamRecord<Event> record) throws Exception {
        taken.inc(history.take(record.getValue(), watermark.millis()));
    }

    @Override
    public void processElement2(StreamRecord<ServedFeatures> record) throws Exception {
        ServedFeatures row = record.getValue();
        if (row.timeMillis() <= watermark.millis()) {
            check.check(row, watermark.millis(), this::emit);
        } else {
            hold(row);
        }
    }

    /* A row that was written twice is one row, as long as it waits. */
    private void hold(ServedFeatures row) throws Exception {
        List<ServedFeatures> known = waiting.get(row.timeMillis());
        List<ServedFeatures> held = known == null ? new ArrayList<>() : new ArrayList<>(known);
        if (held.stream().noneMatch(each -> each.id().equals(row.id()))) {
            held.add(row);
            waiting.put(row.timeMillis(), held);
            rows.registerEventTimeTimer(VoidNamespace.INSTANCE, row.timeMillis());
        }
    }

    private void release(long eventMillis) throws Exception {
        List<ServedFeatures> held = waiting.get(eventMillis);
        if (held != null) {
            waiting.remove(eventMillis);
            for (ServedFeatures row : held) {
                check.check(row, watermark.millis(), this::emit);
            }
        }
    }

    private void clean(long eventMillis) throws Exception {
        history.wake(eventMillis, watermark.millis());
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        watermark.advance(mark.getTimestamp());
        processWatermark(mark);
    }

    @Override
    public void processWatermark2(Watermark mark) {}

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        watermark.save();
    }

    private void emit(FeatureCheck checked) {
        leaving.replace(checked, checked.timeMillis());
        output.collect(leaving);
    }

    /** What is done for the present key when the watermark has passed a time. */
    private record AtEventTime(Work work) implements Triggerable<String, VoidNamespace> {

        @Override
        public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
            work.at(timer.getTimestamp());
        }

        @Override
        public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
            throw new IllegalStateException("timers are of event time only");
        }

        private interface Work {
            void at(long eventMillis) throws Exception;
        }
    }
}
