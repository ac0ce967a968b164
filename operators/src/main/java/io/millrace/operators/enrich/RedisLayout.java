package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** How the rows of a view are laid out in Redis: the question that asks for them, and what the answers mean. */
sealed interface RedisLayout permits RedisHashes, RedisDocuments {

    /** The layout of a view. */
    static RedisLayout of(ViewConfig view, ViewConfig.Redis redis) {
        return switch (redis.layout()) {
            case HASH -> new RedisHashes(view, redis);
            case JSON -> new RedisDocuments(view, redis);
        };
    }

    /** Asks for some keys in one round trip. One answer for each, in their order; null for none. */
    List<@Nullable Object> ask(Connection connection, List<String> keys);

    /**
     * The row in an answer, or null if the server does not know the key.
     *
     * @throws NoRowException if the key holds something that is no row
     */
    @Nullable
    FeatureRow row(@Nullable Object answer) throws NoRowException;

    /** A key holds something that is no row. */
    final class NoRowException extends Exception {
        NoRowException(String message) {
            super(message);
        }
    }
}
