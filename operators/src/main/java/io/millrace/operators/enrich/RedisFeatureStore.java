package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Keys of a Redis server, one per row. All rows of a question come in one round trip.
 *
 * <p>Redis knows no columns: a value that is none of its column is an empty column, and a key that holds something else
 * than a row is a row without values.
 */
final class RedisFeatureStore implements FeatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisFeatureStore.class);

    /* What a server says to a password, a user or a database that it does not have, besides its codes for access. */
    private static final List<String> REFUSALS =
            List.of("ERR invalid password", "ERR Client sent AUTH", "ERR AUTH ", "ERR DB index", "ERR invalid DB");

    private final ViewConfig view;
    private final ViewConfig.Redis redis;
    private final RedisLayout layout;
    private final RedisConnections connections;
    private final AtomicBoolean warned = new AtomicBoolean();

    private RedisFeatureStore(ViewConfig view, ViewConfig.Redis redis, RedisConnections connections) {
        this.view = view;
        this.redis = redis;
        this.layout = RedisLayout.of(view, redis);
        this.connections = connections;
    }

    /**
     * Opens the store and asks for a row that need not be there. A server that is not reachable is reported in the log, no
     * more: it may come back.
     *
     * @param environment reads the variable with the password
     * @throws FeatureStoreException if the server answers that it lets nobody in with this password, that there is no such
     *     database, or that the user may not read the keys
     */
    static RedisFeatureStore open(ViewConfig view, ViewConfig.Redis redis, Environment environment)
            throws FeatureStoreException {
        RedisFeatureStore store = unasked(view, redis, environment);
        try {
            store.probe();
        } catch (JedisException e) {
            if (neverUsable(e)) {
                store.close();
                throw store.unusable(e);
            }
            LOG.warn(
                    "feature store does not answer, its values are missing until it does: view={}, url={}, cause={}",
                    view.view(),
                    redis.url(),
                    innermost(e).getMessage());
        }
        return store;
    }

    /** The store, which no question has been put to. */
    static RedisFeatureStore unasked(ViewConfig view, ViewConfig.Redis redis, Environment environment)
            throws FeatureStoreException {
        String password = StorePassword.read(view, redis.passwordVariable(), environment);
        return new RedisFeatureStore(view, redis, new RedisConnections(redis, password));
    }

    /**
     * Asks for a row that need not be there.
     *
     * @throws JedisException if there is no answer, or a refusal
     */
    void probe() {
        connections.call(connection -> layout.ask(connection, List.of("")));
    }

    @Override
    public Map<String, FeatureRow> lookup(Collection<String> keys) throws FeatureStoreException {
        Map<String, FeatureRow> found = new HashMap<>();
        List<String> all = List.copyOf(keys);
        int most = redis.maxKeysPerLookup();
        try {
            for (int from = 0; from < all.size(); from += most) {
                lookup(all.subList(from, Math.min(all.size(), from + most)), found);
            }
        } catch (JedisException e) {
            throw new FeatureStoreException(
                    "feature store did not answer: view=" + view.view() + ", keys=" + all.size() + ", timeout="
                            + redis.timeout().toMillis() + "ms, cause="
                            + innermost(e).getMessage(),
                    e);
        }
        return found;
    }

    private void lookup(List<String> keys, Map<String, FeatureRow> found) {
        List<@Nullable Object> answers = connections.call(connection -> layout.ask(connection, keys));
        for (int i = 0; i < keys.size(); i++) {
            FeatureRow row = row(keys.get(i), answers.get(i));
            if (row != null) {
                found.put(keys.get(i), row);
            }
        }
    }

    /* The other keys are not to suffer from one that somebody filled with something else. */
    private @Nullable FeatureRow row(String key, @Nullable Object answer) {
        try {
            return layout.row(answer);
        } catch (RedisLayout.NoRowException e) {
            if (warned.compareAndSet(/* expectedValue= */ false, /* newValue= */ true)) {
                LOG.warn(
                        "key holds no row of the view, and counts as a row without values; others like it are not"
                                + " logged: view={}, key={}, layout={}, cause={}",
                        view.view(),
                        redis.key().replace(ViewConfig.Redis.KEY, key),
                        redis.layout(),
                        e.getMessage());
            }
            return new RowDraft(view.columns()).finish();
        }
    }

    private static boolean neverUsable(JedisException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof JedisAccessControlException
                || (failure instanceof JedisDataException && REFUSALS.stream().anyMatch(message::startsWith));
    }

    private FeatureStoreException unusable(JedisException cause) {
        return new FeatureStoreException(
                "feature store cannot be read: view=" + view.view() + ", url=" + redis.url() + ", cause="
                        + innermost(cause).getMessage() + "; correct source.redis.url, user or password-variable",
                cause);
    }

    /** What the server or the network said, without what the client put around it or before it. */
    static Throwable innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getSuppressed().length == 0 ? innermost : innermost.getSuppressed()[0];
    }

    @Override
    public void close() {
        connections.close();
    }
}
