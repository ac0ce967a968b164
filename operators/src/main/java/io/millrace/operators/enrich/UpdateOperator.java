package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * An {@link UpdateDecoder} in a Flink task, of which there is one. The only watermark it sends says that everything has
 * been read that the topic held when the task began: what follows may join.
 */
@SuppressWarnings("NullAway.Init") // what initializeState() and open() set is set before anything else is called
final class UpdateOperator extends AbstractStreamOperator<FeatureUpdate>
        implements OneInputStreamOperator<RawEvent, FeatureUpdate>, UpdateDecoder.Output {
    /** The watermark that says so. */
    static final Watermark LOADED = new Watermark(0);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final UpdateTopic topic;
    private final UpdateDecoder decoder;
    private final StreamRecord<FeatureUpdate> leaving = new StreamRecord<>(null);
    private final Counter updates;
    private final Counter ofOtherVersions;
    private final EnumCounters<Reason> rejections;
    private ListState<Tuple2<Integer, Long>> positions;
    private Loading loading;
    private boolean loaded;
    private @Nullable ScheduledFuture<?> alarm;

    UpdateOperator(ViewConfig view, UpdateTopic topic, StreamOperatorParameters<FeatureUpdate> parameters) {
        super(parameters);
        this.topic = topic;
        this.decoder = new UpdateDecoder(view);
        StageMetrics metrics =
                StageMetrics.of(getMetricGroup(), Ticker.system()).labelled(MetricNames.VIEW, view.view());
        this.updates = metrics.rated(MetricNames.FEATURE_UPDATES);
        this.ofOtherVersions = metrics.counter(MetricNames.FEATURE_UPDATES_OF_OTHER_VERSIONS);
        this.rejections = metrics.counters(MetricNames.REJECTIONS, MetricNames.REASON, Reason.class);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        positions = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("positions", Types.TUPLE(Types.INT, Types.LONG)));
    }

    @Override
    public void open() throws Exception {
        super.open();
        Map<Integer, Long> restored = new HashMap<>();
        for (Tuple2<Integer, Long> position : positions.get()) {
            restored.put(position.f0, position.f1);
        }
        loading = new Loading(topic, restored, nowMillis());
        look();
    }

    private void look() {
        long nowMillis = nowMillis();
        if (loading.done(nowMillis)) {
            loaded = true;
            output.emitWatermark(LOADED);
        } else {
            alarm = getProcessingTimeService().registerTimer(nowMillis + LOOK_EVERY.toMillis(), due -> look());
        }
    }

    private long nowMillis() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void processElement(StreamRecord<RawEvent> record) {
        RawEvent raw = record.getValue();
        loading.read(raw.position().partition(), raw.position().offset(), nowMillis());
        decoder.decode(raw, this);
    }

    @Override
    public void update(FeatureUpdate update) {
        updates.inc();
        leaving.replace(update, update.timeMillis());
        output.collect(leaving);
    }

    @Override
    public void ofAnotherVersion() {
        ofOtherVersions.inc();
    }

    @Override
    public void rejected(Rejection rejection) {
        rejections.inc(rejection.reason());
        output.collect(SideOutputs.REJECTED, new StreamRecord<>(rejection));
    }

    @Override
    public void processWatermark(Watermark mark) {
        // The end of the topic, which only a test has.
        if (mark.equals(Watermark.MAX_WATERMARK) && !loaded) {
            output.emitWatermark(LOADED);
        }
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {}

    @Override
    public void close() throws Exception {
        if (alarm != null) {
            alarm.cancel(/* mayInterruptIfRunning= */ false);
        }
        super.close();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<Tuple2<Integer, Long>> now = new ArrayList<>();
        loading.positions().forEach((partition, position) -> now.add(Tuple2.of(partition, position)));
        positions.update(now);
    }
}
