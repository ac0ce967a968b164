package io.millrace.operators.enrich;

import io.millrace.config.FeatureConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.inflight.Stopping;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamElementSerializer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** The {@link Enricher} in a Flink task. */
/*
 * Events that have not left are state, as inputs: their rows are looked up again after a restore. They are offered again
 * in open(), where the mailbox already runs, so that more of them than the queue holds do not lock up.
 */
final class EnrichOperator extends AbstractStreamOperator<EnrichedEvent>
        implements OneInputStreamOperator<Event, EnrichedEvent>, BoundedOneInput, Enricher.Output {
    private final EnrichSettings settings;
    private final MailboxExecutor mailbox;
    private final StageMetrics stage;
    private final Enricher enricher;
    private final Stopping stopping = new Stopping();
    private final List<Runnable> postponed = new ArrayList<>();
    private @Nullable StreamRecord<Event> arriving;
    private @Nullable ScheduledFuture<?> alarm;

    @SuppressWarnings("NullAway.Init")
    private ListState<StreamElement> held;

    EnrichOperator(EnrichSettings settings, StreamOperatorParameters<EnrichedEvent> parameters) {
        super(parameters);
        this.settings = settings;
        this.mailbox = parameters.getMailboxExecutor();
        this.stage = StageMetrics.of(getMetricGroup(), Ticker.system());
        this.enricher = new Enricher(settings, this, Ticker.system(), new EnrichMetrics(stage, settings.features()));
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        TypeSerializer<StreamElement> serializer =
                new StreamElementSerializer<>(RecordTypes.EVENT.createSerializer(new SerializerConfigImpl()));
        held = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("waiting-events", serializer));
    }

    @Override
    public void open() throws Exception {
        super.open();
        for (FeatureConfig feature : settings.features()) {
            enricher.join(
                    feature,
                    FeatureCaches.ofProcess().lease(feature.view(), settings.stores(), settings.changes(), stage));
        }
        for (StreamElement element : held.get()) {
            processElement(element.asRecord());
        }
    }

    @Override
    public void processElement(StreamRecord<Event> record) throws Exception {
        if (enricher.pass(record)) {
            return;
        }
        arriving = record;
        while (enricher.full()) {
            mailbox.yield();
        }
        arriving = null;
        enricher.hold(record);
    }

    @Override
    public void processWatermark(Watermark mark) {
        enricher.barrier(mark);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) {
        enricher.barrier(status);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<StreamElement> events = new ArrayList<>();
        enricher.forEachHeld(events::add);
        if (arriving != null) {
            events.add(arriving);
        }
        held.update(events);
    }

    @Override
    public OperatorSnapshotFutures snapshotState(
            long checkpointId, long timestamp, CheckpointOptions options, CheckpointStreamFactory streams)
            throws Exception {
        OperatorSnapshotFutures futures = super.snapshotState(checkpointId, timestamp, options, streams);
        stopping.taken(checkpointId, options);
        return futures;
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        super.notifyCheckpointAborted(checkpointId);
        if (stopping.aborted(checkpointId)) {
            List<Runnable> due = List.copyOf(postponed);
            postponed.clear();
            // By mail: those that follow in the chain must hear first that the job goes on.
            execute(() -> due.forEach(this::run), "job goes on");
        }
    }

    @Override
    public void endInput() throws Exception {
        while (!enricher.isEmpty()) {
            mailbox.yield();
        }
    }

    /** Whether nothing is inside. */
    boolean settled() {
        return enricher.isEmpty();
    }

    @Override
    public void close() throws Exception {
        if (alarm != null) {
            alarm.cancel(/* mayInterruptIfRunning= */ false);
        }
        enricher.close();
        super.close();
    }

    @Override
    public void enriched(StreamRecord<EnrichedEvent> record) {
        output.collect(record);
    }

    @Override
    public void rejected(StreamRecord<Rejection> record) {
        output.collect(SideOutputs.REJECTED, record);
    }

    @Override
    public void barrier(StreamElement barrier) {
        try {
            if (barrier.isWatermark()) {
                super.processWatermark(barrier.asWatermark());
            } else {
                super.processWatermarkStatus(barrier.asWatermarkStatus());
            }
        } catch (Exception e) {
            throw new IllegalStateException("watermark was not passed on: barrier=" + barrier, e);
        }
    }

    @Override
    public void wakeAt(long epochMillis) {
        alarm = getProcessingTimeService().registerTimer(epochMillis, due -> run(() -> enricher.expire(due)));
    }

    @Override
    public void post(Runnable action) {
        execute(() -> run(action), "rows of a feature view arrived");
    }

    /* What lets events leave: not while the job stops. */
    private void run(Runnable action) {
        if (stopping.begun()) {
            postponed.add(action);
        } else {
            action.run();
        }
    }

    @Override
    public void fail(Throwable cause) {
        execute(
                () -> {
                    throw new IllegalStateException("feature store broke down", cause);
                },
                "feature store broke down");
    }

    /* A task that is ending takes no mail, and nobody is left to wait for one. */
    private void execute(ThrowingRunnable<? extends Exception> mail, String description) {
        try {
            mailbox.execute(mail, description);
        } catch (RejectedExecutionException e) {
            LOG.debug("task is ending, mail is dropped: mail={}", description);
        }
    }
}
