package io.millrace.models.batch;

import io.millrace.models.batch.Batcher.Settings;
import io.millrace.models.batch.Batcher.Surroundings;
import io.millrace.models.infer.ModelLease;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The batchers that subtasks of this process share. The last share closes its batcher. */
public final class Batchers {
    private static final Batchers PROCESS = new Batchers();

    private final Map<String, Entry> entries = new HashMap<>();

    Batchers() {}

    /** The batchers of this process. */
    public static Batchers process() {
        return PROCESS;
    }

    /** What a batcher starts with: the arguments of its constructor. */
    public record Start(Settings settings, ModelLease model, long epoch, Surroundings surroundings) {

        <T> Batcher<T> batcher() {
            return new Batcher<>(settings, model, epoch, surroundings);
        }
    }

    /** A subtask's share in a batcher. */
    public interface Share<T> extends AutoCloseable {

        Batcher<T> batcher();

        /** Gives up the share; the last one closes the batcher. The subtask's lane must be closed. */
        @Override
        void close();
    }

    /**
     * A share in the batcher of that place, which is started if there is none, or if the one that is there has failed. A
     * batcher that runs is offered the version as a switch. Takes over the lease. All who share must use one type of tag.
     */
    public synchronized <T> Share<T> open(Placement placement, Start start) {
        if (placement.sharedKey().isEmpty()) {
            return new OwnShare<>(start.batcher());
        }
        String key = placement.sharedKey().get();
        Entry entry = entries.get(key);
        if (entry == null || entry.batcher.failed()) {
            entry = new Entry(start.batcher());
            entries.put(key, entry);
        } else {
            entry.batcher.switchTo(start.model(), start.epoch());
        }
        entry.holders++;
        return new CountedShare<>(key, entry);
    }

    /** Number of shared batchers. */
    public synchronized int size() {
        return entries.size();
    }

    private synchronized boolean release(String key, Entry entry) {
        entry.holders--;
        if (entry.holders == 0) {
            entries.remove(key, entry);
        }
        return entry.holders == 0;
    }

    private static final class Entry {
        final Batcher<?> batcher;
        int holders;

        Entry(Batcher<?> batcher) {
            this.batcher = batcher;
        }
    }

    private record OwnShare<T>(Batcher<T> batcher) implements Share<T> {

        @Override
        public void close() {
            batcher.close();
        }
    }

    private final class CountedShare<T> implements Share<T> {
        private final String key;
        private final Entry entry;
        private final AtomicBoolean closed = new AtomicBoolean();

        CountedShare(String key, Entry entry) {
            this.key = key;
            this.entry = entry;
        }

        @Override
        @SuppressWarnings("unchecked") // all who share use one type of tag
        public Batcher<T> batcher() {
            return (Batcher<T>) entry.batcher;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true) && release(key, entry)) {
                entry.batcher.close();
            }
        }
    }
}
