package io.millrace.operators.infer;

import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.batch.Lane;
import io.millrace.models.batch.LaneListener;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.time.Ticker;
import io.millrace.operators.inflight.InFlightQueue.Entry;
import io.millrace.operators.inflight.Stopping;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RecordTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
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
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores events in batches; the Flink side of {@link Inference}. It hears of model versions beside the stream, so that it
 * is part of the chain that its events come through.
 */
@SuppressWarnings("NullAway.Init") // what open() and initializeState() set is set before anything else is called
final class BatchInferOperator extends AbstractStreamOperator<Prediction>
        implements OneInputStreamOperator<EnrichedEvent, Prediction>, BoundedOneInput {
    /* Threads: everything here runs in the task thread, except for Workers, which workers call, News, which the feed
     * calls, and the loader's callback. All of them only post a mail. */
    private static final Logger LOGGER = LoggerFactory.getLogger(BatchInferOperator.class);

    private final Setup setup;
    private final transient MailboxExecutor mailbox;
    private final transient Stopping stopping = new Stopping();
    private transient ListState<Arrival> arrivalState;
    private transient ListState<ModelAnnouncement> servingState;
    private transient ListState<ModelAnnouncement> awaitedState;
    private transient InferMetrics counts;
    private transient Inference inference;
    private transient @Nullable ModelHost host;
    private transient @Nullable Lane<Entry<Arrival, Outcome>> lane;
    private transient @Nullable Succession succession;
    private transient @Nullable ScoredWriter writer;
    private transient @Nullable AutoCloseable news;

    /** What the operator is made with. */
    record Setup(InferSettings settings, ModelHost.Opener host, AnnouncementFeed announcements, Ticker ticker) {}

    BatchInferOperator(StreamOperatorParameters<Prediction> parameters, Setup setup) {
        super(parameters);
        this.setup = setup;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        OperatorStateStore store = context.getOperatorStateStore();
        arrivalState = store.getListState(new ListStateDescriptor<>("arrivals", ArrivalSerializer.INSTANCE));
        servingState = store.getUnionListState(new ListStateDescriptor<>("serving", RecordTypes.MODEL_ANNOUNCEMENT));
        awaitedState = store.getUnionListState(new ListStateDescriptor<>("awaited", RecordTypes.MODEL_ANNOUNCEMENT));
    }

    @Override
    public void open() throws Exception {
        super.open();
        InferSettings settings = setup.settings();
        counts = new InferMetrics(StageMetrics.of(getMetricGroup(), setup.ticker()));
        ModelHost opened = setup.host().open(new ModelHost.Subtask(owner(), counts, setup.ticker()));
        host = opened;
        writer = settings.scored() == null ? null : settings.scored().open();
        Versions versions = choose(opened);
        ModelAnnouncement serving = versions.serving();
        lane = opened.serve(opened.acquire(serving.version()), serving.epoch(), new Workers());
        Emitter emitter = new Emitter(output, counts, writer);
        inference = new Inference(settings.batching(), lane, emitter, this::await);
        arrivalState.get().forEach(inference::restore);
        counts.inFlight(inference::size);
        Succession begun = new Succession(opened, versions, counts, new Changes(emitter));
        succession = begun;
        begun.start();
        post(inference::resume, "restored events");
        news = settings.pinned() ? null : setup.announcements().follow(new News());
    }

    /* After a restore the version in state goes on, whatever the alias says by now: the announcement of a move since
     * then is still to come. A pipeline that names a version gets that one. */
    private Versions choose(ModelHost from) throws Exception {
        String model = setup.settings().model().name();
        Optional<ModelAnnouncement> restored = Versions.newest(model, servingState.get());
        if (restored.isPresent() && !setup.settings().pinned()) {
            return new Versions(
                    restored.get(), Versions.newest(model, awaitedState.get()).orElse(null));
        }
        ModelSource.Resolved resolved = from.resolve();
        return new Versions(ModelAnnouncement.of(model, resolved), null);
    }

    private String owner() {
        return getRuntimeContext().getJobInfo().getJobId() + "/" + getOperatorID();
    }

    @Override
    public void processElement(StreamRecord<EnrichedEvent> element) throws Exception {
        counts.arrived();
        long timestamp = element.hasTimestamp() ? element.getTimestamp() : Arrival.NO_TIMESTAMP;
        inference.add(new Arrival(element.getValue(), timestamp));
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        inference.addBarrier(mark);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        inference.addBarrier(status);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<Arrival> inside = new ArrayList<>(inference.size());
        inference.forEachArrival(inside::add);
        arrivalState.update(inside);
        servingState.update(List.of(versions().serving()));
        ModelAnnouncement awaited = versions().awaited();
        awaitedState.update(awaited == null ? List.of() : List.of(awaited));
    }

    @Override
    public OperatorSnapshotFutures snapshotState(
            long checkpointId, long timestamp, CheckpointOptions options, CheckpointStreamFactory streams)
            throws Exception {
        OperatorSnapshotFutures futures = super.snapshotState(checkpointId, timestamp, options, streams);
        if (stopping.taken(checkpointId, options)) {
            inference.hold();
        }
        return futures;
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        super.notifyCheckpointAborted(checkpointId);
        if (stopping.aborted(checkpointId)) {
            inference.release();
        }
    }

    @Override
    public void endInput() throws Exception {
        inference.drain();
    }

    @Override
    public void finish() throws Exception {
        inference.drain();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(news, lane, succession, host, writer, super::close);
    }

    /** Number of events inside. */
    int inFlight() {
        return inference.size();
    }

    /** Whether a version is being loaded, or was loaded and is not taken yet. */
    boolean loading() {
        return Objects.requireNonNull(succession).loading();
    }

    Versions versions() {
        return Objects.requireNonNull(succession).versions();
    }

    private void await() throws InterruptedException {
        counts.waited();
        mailbox.yield();
    }

    private void hear(ModelAnnouncement announced) {
        if (succession != null) {
            succession.hear(announced);
        }
    }

    private void takeLoaded() {
        if (succession != null) {
            succession.takeLoaded();
        }
    }

    /* A mail that comes too late is no loss: its events are inputs of the last checkpoint. */
    private void post(ThrowingRunnable<Exception> work, String what) {
        try {
            mailbox.execute(work, what);
        } catch (RejectedExecutionException e) {
            LOGGER.debug("task has ended, mail is dropped: mail={}", what);
        }
    }

    /** Hands over to the task thread what workers say. */
    private final class Workers implements LaneListener<Entry<Arrival, Outcome>> {

        @Override
        public void finished(FinishedBatch<Entry<Arrival, Outcome>> batch) {
            post(() -> inference.finished(batch), "finished batch");
        }

        @Override
        public void roomAvailable() {
            post(() -> inference.resume(), "room for events");
        }

        @Override
        public void fault(Throwable cause) {
            fail("model cannot run any more: cause=" + cause, cause);
        }
    }

    /** Hands over to the task thread what the loading threads say, and to the emitter what serves. */
    private final class Changes implements Succession.Follower {
        private final Emitter emitter;

        Changes(Emitter emitter) {
            this.emitter = emitter;
        }

        @Override
        public void loaded() {
            post(() -> takeLoaded(), "model loaded");
        }

        @Override
        public void serves(ModelAnnouncement serving) {
            emitter.follow(serving);
        }
    }

    /** Hands over to the task thread what the feed says. */
    private final class News implements AnnouncementFeed.Listener {

        @Override
        public void announced(ModelAnnouncement announcement) {
            post(() -> hear(announcement), "announcement");
        }

        @Override
        public void broken(Throwable cause) {
            fail("announcements of models cannot be followed any more: cause=" + cause, cause);
        }
    }

    private void fail(String problem, Throwable cause) {
        post(
                () -> {
                    throw new IllegalStateException(problem, cause);
                },
                "fault");
    }
}
