package io.millrace.models.infer;

import io.millrace.models.time.Ticker;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The models that are loaded in this process, one copy per source, version and device however many hold a lease on it.
 * The last lease closes it.
 */
public final class SharedModels {
    /* The map and the entries' values and counts are guarded by the monitor of this object. Whoever finds no entry adds
     * one and loads outside of the monitor; others who want the same wait for its future. A load that fails removes its
     * entry, so that the next one tries again. Every waiter counts as a holder, so a model cannot close between its load
     * and its use. */
    private static final SharedModels PROCESS = new SharedModels(Ticker.system());

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Ticker ticker;

    SharedModels(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The models of this process. */
    public static SharedModels process() {
        return PROCESS;
    }

    /**
     * A lease on a version, which is loaded and warmed up in the calling thread if it is not there. Blocks; whoever wants
     * a version that is being loaded waits for it.
     *
     * @param maxRows most rows of a batch, for the warm-up
     * @throws ModelLoadException saying why the version may not serve
     * @throws InterruptedException if the thread is interrupted while another one loads
     */
    public ModelLease acquire(ModelSource source, int version, ComputeDevice device, int maxRows)
            throws ModelLoadException, InterruptedException {
        Key key = new Key(source.key(), version, device);
        Entry entry;
        boolean first;
        synchronized (this) {
            first = !entries.containsKey(key);
            entry = entries.computeIfAbsent(key, absent -> new Entry());
            entry.holders++;
        }
        return first ? loadFirst(source, key, entry, maxRows) : awaitLoad(key, entry);
    }

    /** Number of models loaded now. */
    public synchronized int size() {
        return entries.size();
    }

    private ModelLease loadFirst(ModelSource source, Key key, Entry entry, int maxRows) throws ModelLoadException {
        try {
            Loaded loaded = load(source, key, maxRows);
            synchronized (this) {
                entry.value = loaded;
            }
            entry.loaded.complete(loaded);
            return new SharedLease(key, entry, loaded);
        } catch (Throwable e) {
            synchronized (this) {
                entries.remove(key, entry);
            }
            entry.loaded.completeExceptionally(e);
            throw e;
        }
    }

    private ModelLease awaitLoad(Key key, Entry entry) throws ModelLoadException, InterruptedException {
        try {
            return new SharedLease(key, entry, entry.loaded.get());
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ModelLoadException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            release(key, entry);
            throw e;
        }
    }

    private Loaded load(ModelSource source, Key key, int maxRows) throws ModelLoadException {
        ServedModel model = source.load(key.version, key.device);
        try {
            return new Loaded(model, Warmup.run(model.scorer(), maxRows, ticker));
        } catch (ScoringException | RuntimeException e) {
            model.close();
            throw new ModelLoadException(
                    "model fails on rows of zeros: model=" + model.id() + ", cause=" + e.getMessage(), e);
        } catch (Error e) {
            model.close();
            throw e;
        }
    }

    private void release(Key key, Entry entry) {
        Loaded unused = null;
        synchronized (this) {
            entry.holders--;
            if (entry.holders == 0) {
                entries.remove(key, entry);
                unused = entry.value;
            }
        }
        if (unused != null) {
            unused.model.close();
        }
    }

    private record Key(String source, int version, ComputeDevice device) {}

    private record Loaded(ServedModel model, ModelProfile profile) {}

    private static final class Entry {
        final CompletableFuture<Loaded> loaded = new CompletableFuture<>();

        @Nullable
        Loaded value;

        int holders;
    }

    private final class SharedLease implements ModelLease {
        private final Key key;
        private final Entry entry;
        private final Loaded loaded;
        private final AtomicBoolean closed = new AtomicBoolean();

        SharedLease(Key key, Entry entry, Loaded loaded) {
            this.key = key;
            this.entry = entry;
            this.loaded = loaded;
        }

        @Override
        public ServedModel model() {
            return loaded.model;
        }

        @Override
        public ModelProfile profile() {
            return loaded.profile;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(key, entry);
            }
        }
    }
}
