package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import redis.clients.jedis.exceptions.JedisException;

/** Finds out whether the store of a view answers. */
public final class StoreProbe {
    private StoreProbe() {}

    /**
     * Asks a Redis server for a row that need not be there.
     *
     * @param environment reads the variable with the password
     * @throws FeatureStoreException if there is no answer, or a refusal
     */
    public static void requireAnswer(ViewConfig view, ViewConfig.Redis redis, Environment environment)
            throws FeatureStoreException {
        try (RedisFeatureStore store = RedisFeatureStore.unasked(view, redis, environment)) {
            store.probe();
        } catch (JedisException e) {
            throw new FeatureStoreException(
                    "feature store does not answer: view=" + view.view() + ", url=" + redis.url() + ", cause="
                            + RedisFeatureStore.innermost(e).getMessage(),
                    e);
        }
    }
}
