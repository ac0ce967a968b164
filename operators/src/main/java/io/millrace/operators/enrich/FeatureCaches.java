package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.StageMetrics;
import java.util.HashMap;
import java.util.Map;

/**
 * The caches of the process: one per view, shared by all subtasks that use it. The first to lease a view opens its store
 * and cache; the last to return it closes them.
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
        private int leases;

        private Shared(FeatureCache cache) {
            this.cache = cache;
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
    Lease lease(ViewConfig view, FeatureStoreSource stores, StageMetrics metrics) throws FeatureStoreException {
        synchronized (open) {
            Shared shared = open.get(view);
            if (shared == null) {
                StoreMetrics ofView = new StoreMetrics(EnrichMetrics.of(metrics, view.view()));
                shared = new Shared(new FeatureCache(view, stores.open(view), ticker, ofView));
                open.put(view, shared);
            }
            shared.leases++;
            return new Lease(view, shared.cache);
        }
    }

    private void release(ViewConfig view) {
        Shared shared = open.get(view);
        if (shared != null && --shared.leases == 0) {
            open.remove(view);
            shared.cache.close();
        }
    }
}
