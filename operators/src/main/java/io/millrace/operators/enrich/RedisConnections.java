package io.millrace.operators.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.ViewConfig;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The connections to a Redis server, as many as there are questions at a time; each is made when it is needed. */
/*
 * Called by several threads, each of which has a connection to itself while it asks. close() ends all of them, also those
 * that are in use.
 */
final class RedisConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisConnections.class);
    private static final Pattern URL = Pattern.compile("(rediss?)://(.+?)(?::([0-9]+))?(?:/([0-9]*))?");

    private final HostAndPort server;
    private final JedisClientConfig settings;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RedisConnections(ViewConfig.Redis redis, @Nullable String password) {
        Matcher url = URL.matcher(redis.url());
        if (!url.matches()) {
            throw new IllegalArgumentException("not the URL of a Redis server: url=" + redis.url());
        }
        this.server =
                new HostAndPort(url.group(2).replaceAll("[\\[\\]]", ""), number(url.group(3), Protocol.DEFAULT_PORT));
        int timeoutMillis = Math.toIntExact(redis.timeout().toMillis());
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(timeoutMillis)
                .socketTimeoutMillis(timeoutMillis)
                .user(redis.user())
                .password(password)
                .database(number(url.group(4), Protocol.DEFAULT_DATABASE))
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (url.group(1).equals("rediss")) {
            builder.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        this.settings = builder.build();
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null || digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    }

    /** The server's key of a row. */
    static byte[] key(ViewConfig.Redis redis, String key) {
        return redis.key().replace(ViewConfig.Redis.KEY, key).getBytes(UTF_8);
    }

    /**
     * Asks a question. A connection that was ended while nobody used it is no failure: another one is made.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if the server does not answer, or refuses
     */
    <T> T call(Function<Connection, T> question) {
        Connection rested = idle.poll();
        if (rested != null) {
            try {
                return call(rested, question);
            } catch (JedisConnectionException e) {
                if (closed || e.getCause() instanceof SocketTimeoutException) {
                    throw e;
                }
            }
        }
        return call(connect(), question);
    }

    private <T> T call(Connection connection, Function<Connection, T> question) {
        boolean answered = false;
        try {
            T answer = question.apply(connection);
            answered = true;
            return answer;
        } finally {
            if (answered && !closed) {
                idle.push(connection);
            } else {
                end(connection);
            }
        }
    }

    private Connection connect() {
        Connection connection = new Connection(server, settings);
        open.add(connection);
        if (closed) {
            end(connection);
            throw new JedisConnectionException("connections are closed: server=" + server);
        }
        return connection;
    }

    private void end(Connection connection) {
        open.remove(connection);
        try {
            connection.forceDisconnect();
        } catch (IOException e) {
            LOG.debug("connection did not end in order: server={}", server, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        idle.clear();
        Set.copyOf(open).forEach(this::end);
    }
}
