package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store that holds its rows in memory, remembers what it was asked, and fails or hangs on demand. */
public final class InMemoryFeatureStore implements FeatureStore {
    private static final Map<String, InMemoryFeatureStore> BY_NAME = new ConcurrentHashMap<>();
    private static final long PATIENCE_SECONDS = 30;

    private final Map<String, FeatureRow> rows = new ConcurrentHashMap<>();
    private final List<List<String>> lookups = new ArrayList<>();
    private @Nullable String failure;
    private @Nullable Error error;
    private @Nullable CountDownLatch gate;
    private boolean holdsAnswers;
    private int hanging;
    private boolean closed;
    private boolean interrupted;

    /** A new store, which the {@link #source} of the same name opens. */
    public static InMemoryFeatureStore named(String name) {
        InMemoryFeatureStore store = new InMemoryFeatureStore();
        BY_NAME.put(name, store);
        return store;
    }

    /** Opens the store named like the view. */
    public static FeatureStoreSource source() {
        return InMemoryFeatureStore::opened;
    }

    private static FeatureStore opened(ViewConfig view) throws FeatureStoreException {
        return Optional.ofNullable(BY_NAME.get(view.view()))
                .orElseThrow(() -> new FeatureStoreException("no store of this name: view=" + view.view()));
    }

    public void put(String key, Values values, long timeMillis) {
        rows.put(key, new FeatureRow(values, timeMillis));
    }

    public void remove(String key) {
        rows.remove(key);
    }

    /** Lets every lookup fail until {@link #recover}. */
    public synchronized void fail(String message) {
        failure = message;
    }

    /** Lets every lookup throw an error until {@link #recover}. */
    public synchronized void breakDown(Error fault) {
        error = fault;
    }

    public synchronized void recover() {
        failure = null;
        error = null;
    }

    /** Lets every lookup wait until {@link #open}. */
    public synchronized void hold() {
        gate = new CountDownLatch(1);
        holdsAnswers = false;
    }

    /** Lets every lookup read its rows and then wait until {@link #open}. */
    public synchronized void holdAnswers() {
        gate = new CountDownLatch(1);
        holdsAnswers = true;
    }

    /** Lets the lookups that wait, and all others, go on. */
    public synchronized void open() {
        if (gate != null) {
            gate.countDown();
        }
        gate = null;
    }

    /** Waits until that many lookups are held. */
    public synchronized void awaitHeld(int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (hanging != count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("lookups are not held: held=" + hanging + ", expected=" + count);
            }
            wait(left);
        }
    }

    /** The keys of every lookup so far. */
    public synchronized List<List<String>> lookups() {
        return List.copyOf(lookups);
    }

    /** How often a key was asked for. */
    public synchronized long asked(String key) {
        return lookups.stream().filter(keys -> keys.contains(key)).count();
    }

    public synchronized boolean closed() {
        return closed;
    }

    @Override
    public Map<String, FeatureRow> lookup(Collection<String> keys) throws FeatureStoreException {
        CountDownLatch closedGate;
        boolean answered;
        synchronized (this) {
            lookups.add(List.copyOf(keys));
            closedGate = gate;
            answered = holdsAnswers;
        }
        if (answered) {
            Map<String, FeatureRow> found = found(keys);
            waitAt(closedGate, keys);
            return found;
        }
        waitAt(closedGate, keys);
        return found(keys);
    }

    private Map<String, FeatureRow> found(Collection<String> keys) throws FeatureStoreException {
        synchronized (this) {
            if (error != null) {
                throw error;
            }
            if (failure != null) {
                throw new FeatureStoreException(failure);
            }
        }
        Map<String, FeatureRow> found = new HashMap<>();
        for (String key : keys) {
            FeatureRow row = rows.get(key);
            if (row != null) {
                found.put(key, row);
            }
        }
        return found;
    }

    private void waitAt(@Nullable CountDownLatch closedGate, Collection<String> keys) throws FeatureStoreException {
        if (closedGate == null) {
            return;
        }
        synchronized (this) {
            hanging++;
            notifyAll();
        }
        try {
            if (!closedGate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new FeatureStoreException("store was never opened: keys=" + keys);
            }
        } catch (InterruptedException e) {
            noteInterrupt();
            throw new FeatureStoreException("store was closed during a lookup: keys=" + keys, e);
        } finally {
            synchronized (this) {
                hanging--;
                notifyAll();
            }
        }
    }

    private synchronized void noteInterrupt() {
        interrupted = true;
        Thread.currentThread().interrupt();
    }

    /** Whether a lookup was interrupted. */
    public synchronized boolean interrupted() {
        return interrupted;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
