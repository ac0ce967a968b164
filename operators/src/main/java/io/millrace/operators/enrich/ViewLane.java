package io.millrace.operators.enrich;

import io.millrace.operators.record.Event;
import io.millrace.operators.record.KeyReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One subtask's way to the rows of one view: what its events ask for, and which of them wait for which key. */
/*
 * The loaders of the cache call loaded() and fault(), which only hand over; everything else happens on the task thread.
 */
final class ViewLane implements LoadListener, AutoCloseable {
    private final int view;
    private final KeyReader keys;
    private final FeatureCaches.Lease lease;
    private final Mailbox mailbox;
    private final Consumer<WaitingEvent> completed;
    private final Map<String, Queue<Waiting>> waiting = new HashMap<>();

    /**
     * An event that waits for a row.
     *
     * @param load the first one that may bring it; never less than that of an event which asked before
     */
    private record Waiting(WaitingEvent event, long load) {}

    /** The way from another thread to the task thread. */
    interface Mailbox {

        /** Has an action run on the task thread. */
        void post(Runnable action);

        /** Fails the task. */
        void fail(Throwable cause);
    }

    /** @param completed takes an event when the last row it lacked has come */
    ViewLane(int view, KeyReader keys, FeatureCaches.Lease lease, Mailbox mailbox, Consumer<WaitingEvent> completed) {
        this.view = view;
        this.keys = keys;
        this.lease = lease;
        this.mailbox = mailbox;
        this.completed = completed;
    }

    /** The row for an event if it is there now. Hot: asked for every event. */
    @Nullable
    CachedRow peek(Event event, long nowNanos) {
        String key = keys.key(event);
        return key == null ? CachedRow.NO_KEY : lease.cache().get(key, nowNanos);
    }

    /** Whether the row should have been reloaded by now, but the store does not answer. */
    boolean overdue(CachedRow row, long nowNanos) {
        return lease.cache().overdue(row, nowNanos);
    }

    /** Has the row loaded, which {@link #peek} did not find; the event may be given it at once. */
    void ask(WaitingEvent event) {
        String key = keys.key(event.event());
        if (key == null) {
            event.put(view, CachedRow.NO_KEY);
            return;
        }
        FeatureCache.Reply reply = lease.cache().request(key, this);
        CachedRow row = reply.row();
        if (row == null) {
            waiting.computeIfAbsent(key, absent -> new ArrayDeque<>()).add(new Waiting(event, reply.load()));
        } else {
            event.put(view, row);
        }
    }

    /** Lets an event go on without the row it waits for. */
    void giveUp(WaitingEvent event) {
        String key = keys.key(event.event());
        Queue<Waiting> others = key == null ? null : waiting.get(key);
        if (others != null && others.removeIf(each -> each.event == event) && others.isEmpty()) {
            waiting.remove(key);
        }
        event.put(view, CachedRow.UNAVAILABLE);
    }

    @Override
    public void loaded(Map<String, CachedRow> rows, long load) {
        mailbox.post(() -> rows.forEach((key, row) -> arrived(key, row, load)));
    }

    @Override
    public void fault(Throwable cause) {
        mailbox.fail(cause);
    }

    private void arrived(String key, CachedRow row, long load) {
        for (WaitingEvent event : served(key, load)) {
            event.put(view, row);
            if (event.complete()) {
                completed.accept(event);
            }
        }
    }

    /* Those that asked after the key had changed wait on, when this load asked before. */
    private List<WaitingEvent> served(String key, long load) {
        Queue<Waiting> all = waiting.get(key);
        if (all == null) {
            return List.of();
        }
        List<WaitingEvent> served = new ArrayList<>();
        for (Waiting first = all.peek(); first != null && first.load <= load; first = all.peek()) {
            served.add(first.event);
            all.remove();
        }
        if (all.isEmpty()) {
            waiting.remove(key);
        }
        return served;
    }

    @Override
    public void close() {
        lease.cache().forget(this);
        lease.close();
    }
}
