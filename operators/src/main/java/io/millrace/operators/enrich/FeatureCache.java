package io.millrace.operators.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.millrace.config.ViewConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.LoadQueue.Load;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of one view that were needed lately, in front of its store, for all subtasks of the process.
 *
 * <p>An entry older than the soft age is still served while it is reloaded; one older than the hard age is not served.
 * That the store does not know a key is remembered too, for a time of its own. Keys that are missed while loads run are
 * loaded together, and no key is ever asked for twice at once. A load that fails is not repeated: those who wait hear
 * that the store is unavailable, and after several failures the store is left alone for a while.
 *
 * <p>The entry of a key that is said to have changed is dropped, known or unknown. A load of it that was under way still
 * answers those who waited for it, but its row does not enter the cache; whoever asks from then on waits for another load.
 */
/*
 * Readers are the task threads; get() takes no lock while entries are young. LOADERS threads of this cache's own call
 * the store. One lock guards the queue of loads and the count of running loaders; a loader puts its rows into the cache
 * before it takes their keys out of the queue, and request() looks at the cache under that lock, so that of any number
 * of concurrent misses of a key exactly one leads to a load. Rows enter and changed ones leave under that lock too, so
 * that no row which was asked for before a change enters after it. Listeners are called by the loaders, outside the lock.
 */
final class FeatureCache implements ChangeFeed.Listener, AutoCloseable {
    /** Threads, and so calls of the store at a time. */
    static final int LOADERS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);
    private static final Duration GENTLE = Duration.ofSeconds(2);
    private static final Duration FORCED = Duration.ofSeconds(15);

    private final ViewConfig view;
    private final FeatureStore store;
    private final Ticker ticker;
    private final StoreMetrics metrics;
    private final long refreshNanos;
    private final long knownNanos;
    private final long unknownNanos;
    private final long timeoutNanos;
    private final Cache<String, CachedRow> rows;
    private final StoreBreaker breaker;
    private final ExecutorService loaders;
    private final Object lock = new Object();
    private final LoadQueue queue;
    private int running;
    private boolean closed;

    /**
     * What somebody is told who asks for a key.
     *
     * @param row a row that has just been loaded, or {@link CachedRow#UNAVAILABLE}; null if the listener will hear of it
     * @param load the first load that may answer, if the row is null; an earlier one has asked before the key changed
     */
    record Reply(@Nullable CachedRow row, long load) {

        private static Reply now(CachedRow row) {
            return new Reply(row, 0);
        }
    }

    FeatureCache(ViewConfig view, FeatureStore store, Ticker ticker, StoreMetrics metrics) {
        this.view = view;
        this.store = store;
        this.ticker = ticker;
        this.metrics = metrics;
        this.refreshNanos = view.cache().refreshAfter().toNanos();
        this.knownNanos = view.cache().expireAfter().toNanos();
        this.unknownNanos = view.cache().unknownFor().toNanos();
        this.timeoutNanos = view.stored().timeout().toNanos();
        this.breaker = new StoreBreaker(ticker);
        this.queue = new LoadQueue(view.stored().maxKeysPerLookup());
        this.rows = Caffeine.newBuilder()
                .ticker(ticker::nanos)
                .executor(Runnable::run)
                .maximumWeight(view.cache().maxBytes())
                .weigher(RowWeigher::bytes)
                .expireAfterWrite(Math.max(knownNanos, unknownNanos), TimeUnit.NANOSECONDS)
                .evictionListener(this::evicted)
                .build();
        AtomicInteger number = new AtomicInteger();
        this.loaders = Executors.newFixedThreadPool(LOADERS, task -> {
            Thread thread = new Thread(task, "features-" + view.view() + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        metrics.watch(rows::estimatedSize, this::bytes, () -> suspended() ? 1 : 0);
    }

    /** The entry of a key, or null if there is none. One older than the soft age is also reloaded. */
    @Nullable
    CachedRow get(String key, long nowNanos) {
        CachedRow row = young(key, nowNanos);
        if (row != null && aged(row, nowNanos)) {
            reload(key);
        }
        return row;
    }

    /** Whether a row should have been reloaded by now, but the store does not answer. */
    boolean overdue(CachedRow row, long nowNanos) {
        return breaker.failing() && row.row() != null && aged(row, nowNanos);
    }

    /** Has a key loaded that {@link #get} did not find. */
    Reply request(String key, LoadListener listener) {
        synchronized (lock) {
            CachedRow row = young(key, ticker.nanos());
            if (row != null) {
                return Reply.now(row);
            }
            if (!mayAsk(key)) {
                return Reply.now(CachedRow.UNAVAILABLE);
            }
            long load = queue.await(key, listener);
            startLoader();
            return new Reply(null, load);
        }
    }

    /** Calls the listener no more, once a call that is under way has returned. */
    void forget(LoadListener listener) {
        synchronized (lock) {
            queue.forget(listener);
        }
    }

    @Override
    public void changed(String key, long epochMillis) {
        synchronized (lock) {
            queue.outdate(key);
            rows.invalidate(key);
        }
        metrics.change(ticker.epochMillis() - epochMillis);
    }

    @Override
    public void missed() {
        synchronized (lock) {
            queue.outdateAll();
            rows.invalidateAll();
        }
        metrics.missedChanges();
    }

    /* The cache itself knows one age for all entries: one for each would cost every read a place in its timer wheel. */
    private @Nullable CachedRow young(String key, long nowNanos) {
        CachedRow row = rows.getIfPresent(key);
        return row == null || nowNanos - row.loadedNanos() >= hardNanos(row) ? null : row;
    }

    private long hardNanos(CachedRow row) {
        return row.row() == null ? unknownNanos : knownNanos;
    }

    private boolean mayAsk(String key) {
        Load load = queue.loading(key);
        if (load != null) {
            return !overdue(load);
        }
        return !stuck() && (queue.awaited(key) || breaker.passes());
    }

    private void reload(String key) {
        if (breaker.holdsBack()) {
            return;
        }
        synchronized (lock) {
            if (queue.takesReload(key) && breaker.passes()) {
                queue.reload(key);
                startLoader();
            }
        }
    }

    private boolean aged(CachedRow row, long nowNanos) {
        return nowNanos - row.loadedNanos() >= refreshNanos;
    }

    private boolean overdue(Load load) {
        return ticker.nanos() - load.startNanos() > timeoutNanos;
    }

    /* No loader is free, and none will be soon. */
    private boolean stuck() {
        return queue.running().size() == LOADERS && queue.running().stream().allMatch(this::overdue);
    }

    private boolean suspended() {
        synchronized (lock) {
            return breaker.open() || stuck();
        }
    }

    private void startLoader() {
        if (running < LOADERS) {
            running++;
            loaders.execute(this::loadAll);
        }
    }

    private void loadAll() {
        for (Optional<Load> load = next(); load.isPresent(); load = next()) {
            run(load.get());
        }
    }

    private Optional<Load> next() {
        synchronized (lock) {
            Optional<Load> load = closed ? Optional.empty() : queue.take(ticker.nanos());
            if (load.isEmpty()) {
                running--;
            }
            return load;
        }
    }

    private void run(Load load) {
        List<String> keys = List.copyOf(load.keys());
        try {
            Map<String, CachedRow> answers = ask(keys, load);
            finish(load).forEach(listener -> listener.loaded(answers, load.number()));
        } catch (Error e) {
            LOG.error("feature store broke down: view={}, keys={}", view.view(), keys.size(), e);
            finish(load).forEach(listener -> listener.fault(e));
        }
    }

    private Set<LoadListener> finish(Load load) {
        synchronized (lock) {
            queue.finished(load);
            return load.listeners();
        }
    }

    private Map<String, CachedRow> ask(List<String> keys, Load load) {
        Map<String, CachedRow> answers = new HashMap<>();
        long startNanos = load.startNanos();
        try {
            Map<String, FeatureRow> found = store.lookup(keys);
            long now = ticker.nanos();
            metrics.load(keys.size(), now - startNanos);
            for (String key : keys) {
                answers.put(key, CachedRow.answer(found.get(key), now));
            }
            keep(answers, load);
            answered(now - startNanos);
        } catch (FeatureStoreException | RuntimeException e) {
            metrics.load(keys.size(), ticker.nanos() - startNanos);
            keys.forEach(key -> answers.put(key, CachedRow.UNAVAILABLE));
            failed(e.toString());
        }
        return answers;
    }

    private void keep(Map<String, CachedRow> answers, Load load) {
        synchronized (lock) {
            answers.forEach((key, row) -> {
                if (!load.outdated(key)) {
                    rows.put(key, row);
                }
            });
        }
    }

    /* Rows that come late are as good as any, but a store that takes so long is not to be waited for. */
    private void answered(long nanos) {
        if (nanos > timeoutNanos) {
            failed("it took " + TimeUnit.NANOSECONDS.toMillis(nanos) + "ms");
            return;
        }
        if (breaker.failing()) {
            LOG.info("feature store answers again: view={}", view.view());
        }
        breaker.succeeded();
    }

    private void failed(String cause) {
        metrics.failure();
        if (!breaker.failing()) {
            LOG.warn(
                    "feature store does not answer, events go on without: view={}, timeout={}, cause={}",
                    view.view(),
                    view.stored().timeout(),
                    cause);
        }
        breaker.failed();
    }

    private long bytes() {
        return rows.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    private void evicted(@Nullable String key, @Nullable CachedRow row, RemovalCause cause) {
        if (cause == RemovalCause.SIZE) {
            metrics.eviction();
        }
    }

    /**
     * Ends the loaders and closes the store. Nobody may ask any more. A lookup under way may end by itself first: an
     * interrupt would make an embedded database close its files under everybody who uses them.
     */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        loaders.shutdown();
        boolean ended = ended(GENTLE);
        store.close();
        if (!ended) {
            loaders.shutdownNow();
            if (!ended(FORCED)) {
                LOG.warn(
                        "feature store does not return from a lookup, its thread is left behind: view={}", view.view());
            }
        }
    }

    /* Waits through interrupts, which a task that is cancelled gets many of, but not for longer. */
    private boolean ended(Duration patience) {
        long deadline = Ticker.system().nanos() + patience.toNanos();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended && Ticker.system().nanos() - deadline < 0) {
            try {
                ended = loaders.awaitTermination(deadline - Ticker.system().nanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ended;
    }
}
