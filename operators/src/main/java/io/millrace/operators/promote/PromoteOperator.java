package io.millrace.operators.promote;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.Outbound;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** {@link Promoter} in a Flink task, of which there is one. */
@SuppressWarnings("NullAway.Init") // what initializeState() and open() set is set before anything else is called
final class PromoteOperator extends AbstractStreamOperator<Outbound>
        implements OneInputStreamOperator<Observed, Outbound> {
    static final Duration EVERY = Duration.ofMillis(500);

    private final Office office;
    private final PromoteMetrics promoted;
    private final StreamRecord<Outbound> leaving = new StreamRecord<>(null);
    private ListState<byte[]> kept;
    private Promoter promoter;
    private @Nullable ScheduledFuture<?> alarm;

    PromoteOperator(Office office, StreamOperatorParameters<Outbound> parameters) {
        super(parameters);
        this.office = office;
        this.promoted = new PromoteMetrics(StageMetrics.of(getMetricGroup(), Ticker.system()));
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        kept = context.getOperatorStateStore()
                .getListState(
                        new ListStateDescriptor<>("rollout", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void open() throws Exception {
        super.open();
        byte[] saved = {};
        for (byte[] each : kept.get()) {
            saved = each;
        }
        promoter = saved.length == 0
                ? Promoter.begin(office, promoted, this::emit, now())
                : Promoter.resume(office, promoted, this::emit, saved, now());
        wakeAfter(now());
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    private void wakeAfter(long nowMillis) {
        alarm = getProcessingTimeService().registerTimer(nowMillis + EVERY.toMillis(), this::wake);
    }

    private void wake(long nowMillis) {
        promoter.tick(nowMillis);
        wakeAfter(nowMillis);
    }

    private void emit(Outbound news) {
        output.collect(leaving.replace(news));
    }

    @Override
    public void processElement(StreamRecord<Observed> record) {
        promoter.hear(record.getValue(), now());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        kept.update(List.of(promoter.save()));
    }

    Promoter promoter() {
        return promoter;
    }

    @Override
    public void close() throws Exception {
        if (alarm != null) {
            alarm.cancel(/* mayInterruptIfRunning= */ false);
        }
        super.close();
    }
}
