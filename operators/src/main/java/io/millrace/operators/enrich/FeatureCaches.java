package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caches of the process: one per view, shared by all subtasks that use it. The first to lease a view opens its store
 * and cache and has the cache follow the view's changes; the last to return it closes all of them.
 */
/*
 * One lock, held while a store opens or closes, so that nobody gets a cache that is being closed and no view is opened
 * twice.
 */
final class FeatureCaches {
    private static final FeatureCaches OF_PROCESS = new FeatureCaches(Ticker.system());

    private final Ticker ticker;
    private final Map<ViewConfig, Shared> open = new HashMap<>();

    private static final class Shared {
        private final FeatureCache cache;
        private final ChangeFeed.@Nullable Following changes;
        private int leases;

        private Shared(FeatureCache cache, ChangeFeed.@Nullable Following changes) {
            this.cache = cache;
            this.changes = changes;
        }

        void close() {
            if (changes != null) {
                changes.close();
            }
            cache.close();
        }
    }

    /** One subtask's share of a cache. */
    final class Lease implements AutoCloseable {
        private final ViewConfig view;
        private final FeatureCache cache;
        private boolean returned;

        private Lease(ViewConfig view, FeatureCache cache) {
            this.view = view;
            this.cache = cache;
        }

        FeatureCache cache() {
            return cache;
        }

        /** Returns the share; does nothing when called again. */
        @Override
        public void close() {
            synchronized (open) {
                if (!returned) {
                    returned = true;
                    release(view);
                }
            }
        }
    }

    FeatureCaches(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The caches that every subtask of this process shares. */
    static FeatureCaches ofProcess() {
        return OF_PROCESS;
    }

    /**
     * A share of the cache of a view.
     *
     * @param metrics where whoever opens the cache lets it count
     * @throws FeatureStoreException if the view's store can never serve it
     */
    Lease lease(ViewConfig view, FeatureStoreSource stores, ChangeFeed changes, StageMetrics metrics)
            throws FeatureStoreException {
        synchronized (open) {
            Shared shared = open.get(view);
            if (shared == null) {
                StoreMetrics ofView = new StoreMetrics(EnrichMetrics.of(metrics, view.view()));
                shared = following(new FeatureCache(view, stores.open(view), ticker, ofView), view, changes);
                open.put(view, shared);
            }
            shared.leases++;
            return new Lease(view, shared.cache);
        }
    }

    /* Nothing is loaded yet when it is settled from where changes are heard. */
    private static Shared following(FeatureCache cache, ViewConfig view, ChangeFeed changes) {
        String topic = view.cache().changes();
        if (topic == null) {
            return new Shared(cache, null);
        }
        try {
            return new Shared(cache, changes.follow(topic, cache));
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    private void release(ViewConfig view) {
        Shared shared = open.get(view);
        if (shared != null && --shared.leases == 0) {
            open.remove(view);
            shared.close();
        }
    }
}
