package io.millrace.operators.enrich;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.inflight.InFlightQueue;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.KeyReader;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.Rejection.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The events of one subtask between their arrival and their departure with feature values.
 *
 * <p>An event whose rows are all cached leaves at once, unless it would pass others that it may not pass. Others wait
 * for their rows, at most as long as the slowest store is granted, and then go on with what there is.
 */
/*
 * Used by the task thread only. What other threads have to say comes through the mailbox.
 */
public final class Enricher implements AutoCloseable {
    /** What an event waits beyond the timeout of the slowest store, so that the store's own answer comes first. */
    static final Duration MARGIN = Duration.ofMillis(50);

    private final EnrichSettings settings;
    private final Output output;
    private final Ticker ticker;
    private final EnrichMetrics metrics;
    private final FeatureAssembler assembler;
    private final InFlightQueue<WaitingEvent, CachedRow[]> queue;
    private final Queue<WaitingEvent> deadlines = new ArrayDeque<>();
    private final List<ViewLane> lanes = new ArrayList<>();
    private final CachedRow[] peeked;
    private final long patienceMillis;
    private boolean alarmSet;

    /** Where events go, and how the enricher is called back. */
    public interface Output extends ViewLane.Mailbox {

        void enriched(StreamRecord<EnrichedEvent> record);

        void rejected(StreamRecord<Rejection> record);

        /** Passes a watermark or a watermark status on. */
        void barrier(StreamElement barrier);

        /** Has {@link #expire} called at that time. */
        void wakeAt(long epochMillis);
    }

    Enricher(EnrichSettings settings, Output output, Ticker ticker, EnrichMetrics metrics) {
        this.settings = settings;
        this.output = output;
        this.ticker = ticker;
        this.metrics = metrics;
        this.assembler = new FeatureAssembler(settings.features());
        this.queue = new InFlightQueue<>(settings.order(), settings.capacity(), new Leaving());
        this.peeked = new CachedRow[settings.features().size()];
        this.patienceMillis = settings.features().stream()
                        .mapToLong(feature -> feature.view().stored().timeout().toMillis())
                        .max()
                        .orElse(0)
                + MARGIN.toMillis();
        metrics.watch(queue::size);
    }

    /** An enricher without a task around it, with the caches of the process and with counters that nobody sees. */
    public static Enricher open(PipelineConfig pipeline, FeatureStoreSource stores, ChangeFeed changes, Output output)
            throws FeatureStoreException {
        EnrichSettings settings = EnrichSettings.of(pipeline, stores, changes);
        StageMetrics stage = StageMetrics.unregistered();
        Enricher enricher =
                new Enricher(settings, output, Ticker.system(), new EnrichMetrics(stage, settings.features()));
        for (FeatureConfig feature : settings.features()) {
            enricher.join(feature, FeatureCaches.ofProcess().lease(feature.view(), stores, changes, stage));
        }
        return enricher;
    }

    /**
     * Leases the cache of a view, the next in the order of the settings. The lease is returned by {@link #close}.
     *
     * @throws IllegalArgumentException if events have no field for the view's key
     */
    void join(FeatureConfig feature, FeatureCaches.Lease lease) {
        KeyReader keys = KeyReader.of(settings.events(), feature.key());
        lanes.add(new ViewLane(lanes.size(), keys, lease, output, this::complete));
    }

    /** Lets an event leave at once if all its rows are cached and nothing is in its way. Hot: called for every event. */
    public boolean pass(StreamRecord<Event> record) {
        if (!queue.letsPass()) {
            return false;
        }
        long now = ticker.nanos();
        Event event = record.getValue();
        for (int view = 0; view < peeked.length; view++) {
            CachedRow row = lanes.get(view).peek(event, now);
            if (row == null) {
                return false;
            }
            peeked[view] = row;
        }
        metrics.arrived();
        metrics.passedInline();
        for (int view = 0; view < peeked.length; view++) {
            metrics.hit(view, peeked[view]);
        }
        emit(record, peeked, now);
        return true;
    }

    /** Whether {@link #hold} would refuse. */
    public boolean full() {
        return queue.full();
    }

    /** Takes an event that could not {@link #pass}; it leaves when its rows have come or its time is up. */
    public void hold(StreamRecord<Event> record) {
        metrics.arrived();
        long now = ticker.nanos();
        long deadline = ticker.epochMillis() + patienceMillis;
        WaitingEvent event = new WaitingEvent(record.copy(record.getValue()), lanes.size(), now, deadline);
        for (int view = 0; view < lanes.size(); view++) {
            CachedRow row = lanes.get(view).peek(event.event(), now);
            if (row == null) {
                metrics.miss(view);
                lanes.get(view).ask(event);
            } else {
                metrics.hit(view, row);
                event.put(view, row);
            }
        }
        event.entered(queue.add(event));
        if (event.complete()) {
            complete(event);
        } else {
            deadlines.add(event);
            setAlarm();
        }
    }

    /** Lets a watermark or a watermark status follow everything that arrived before. */
    void barrier(StreamElement barrier) {
        queue.addBarrier(barrier);
    }

    /** Lets every event go on that has waited long enough. */
    void expire(long nowMillis) {
        alarmSet = false;
        WaitingEvent event = deadlines.peek();
        while (event != null && (event.complete() || event.deadlineMillis() <= nowMillis)) {
            deadlines.remove();
            if (!event.complete()) {
                giveUp(event);
            }
            event = deadlines.peek();
        }
        setAlarm();
    }

    /** Whether nothing is inside. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Shows every event that has not left, with its timestamp, oldest first. */
    void forEachHeld(Consumer<StreamRecord<Event>> action) {
        queue.forEachInput(event -> action.accept(event.record()));
    }

    private void giveUp(WaitingEvent event) {
        for (int view = 0; view < lanes.size(); view++) {
            if (event.lacks(view)) {
                lanes.get(view).giveUp(event);
            }
        }
        complete(event);
    }

    private void complete(WaitingEvent event) {
        InFlightQueue.Entry<WaitingEvent, CachedRow[]> entry = event.entry();
        if (entry == null) {
            throw new IllegalStateException("event completed before it was in the queue: position="
                    + event.event().raw().position());
        }
        queue.complete(entry, event.rows());
    }

    /* One alarm at a time, for the oldest that still waits. Every event waits equally long, so the others are due later. */
    private void setAlarm() {
        while (!deadlines.isEmpty() && deadlines.peek().complete()) {
            deadlines.remove();
        }
        WaitingEvent oldest = deadlines.peek();
        if (oldest != null && !alarmSet) {
            alarmSet = true;
            output.wakeAt(oldest.deadlineMillis());
        }
    }

    private void emit(StreamRecord<Event> record, CachedRow[] rows, long arrivalNanos) {
        Event event = record.getValue();
        long now = ticker.nanos();
        FeatureValues values = assembler.assemble(rows, ticker.epochMillis(), degraded(rows, now));
        String refusal = assembler.refuses() ? assembler.refusal(values, rows) : null;
        if (refusal != null) {
            metrics.refused();
            Rejection rejection = new Rejection(event.raw(), Stage.ENRICH, Reason.MISSING_FEATURE, refusal);
            output.rejected(record.copy(event).replace(rejection));
            return;
        }
        int micros = (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMicros(now - arrivalNanos));
        metrics.enriched(values, assembler, micros);
        output.enriched(record.replace(new EnrichedEvent(event, values, micros)));
    }

    private boolean degraded(CachedRow[] rows, long nowNanos) {
        for (int view = 0; view < rows.length; view++) {
            if (rows[view] == CachedRow.UNAVAILABLE || lanes.get(view).overdue(rows[view], nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /** Returns every lease. What is inside is not emitted any more. */
    @Override
    public void close() {
        lanes.forEach(ViewLane::close);
        lanes.clear();
    }

    private final class Leaving implements InFlightQueue.Output<WaitingEvent, CachedRow[]> {

        @Override
        public void result(WaitingEvent event, CachedRow[] rows) {
            emit(event.record(), rows, event.arrivalNanos());
        }

        @Override
        public void barrier(StreamElement barrier) {
            output.barrier(barrier);
        }
    }
}
