package io.millrace.operators.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.ViewConfig;
import io.millrace.config.ViewConfig.Redis;
import io.millrace.config.bind.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** A real Redis server, as {@code .ci/run} starts one; tests keep to keys of their own. */
final class RedisServer implements AutoCloseable {
    static final String PASSWORD_VARIABLE = "FEATURES_PASSWORD";
    private static final int PATIENCE_MILLIS = 30_000;

    private final String host;
    private final int port;
    private final @Nullable String password;
    private final String prefix = "it_" + ProcessHandle.current().pid();

    private RedisServer(Environment environment) {
        this.host = setting(environment, "HOST", "localhost");
        this.port = Integer.parseInt(setting(environment, "PORT", "6379"));
        String given = setting(environment, "PASSWORD", "");
        this.password = given.isEmpty() ? null : given;
    }

    private static String setting(Environment environment, String name, String otherwise) {
        return environment.variable("MILLRACE_REDIS_" + name).orElse(otherwise);
    }

    /**
     * Connects to the server that the environment names.
     *
     * @throws ServerMissing if it does not answer
     */
    static RedisServer connect() {
        RedisServer server = new RedisServer(Environment.system());
        try {
            server.execute("PING");
        } catch (JedisException e) {
            throw new ServerMissing(
                    "Redis does not answer: host=" + server.host + ", port=" + server.port + ", cause="
                            + RedisFeatureStore.innermost(e).getMessage()
                            + "; start one with .ci/run, or name yours in MILLRACE_REDIS_HOST, _PORT and _PASSWORD",
                    e);
        }
        return server;
    }

    /** No server answers. */
    static final class ServerMissing extends RuntimeException {
        ServerMissing(String message, JedisException cause) {
            super(message, cause);
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** What the process that reads the store is started with. */
    Environment environment() {
        return password == null ? Environment.of(Map.of()) : environment(password);
    }

    /** The same with another password. */
    static Environment environment(String password) {
        return Environment.of(Map.of(PASSWORD_VARIABLE, password));
    }

    /** The server's key of a row. */
    String key(String view, String key) {
        return prefix + ":" + view + ":" + key;
    }

    /** The market view with keys of its own, by an address that leads to this server. */
    ViewConfig view(String name, Redis.Layout layout, Duration timeout) {
        return view(name, layout, timeout, "redis://" + host + ":" + port + "/0");
    }

    ViewConfig view(String name, Redis.Layout layout, Duration timeout, String url) {
        return Views.market(name, source(name, layout, timeout, url), Views.CACHE);
    }

    Redis source(String name, Redis.Layout layout, Duration timeout, String url) {
        String variable = password == null ? null : PASSWORD_VARIABLE;
        return new Redis(url, null, variable, key(name, Redis.KEY), layout, "updated_at", timeout, 7);
    }

    /** Has the server do something; a refusal is thrown. */
    Object execute(String command, String... arguments) {
        DefaultJedisClientConfig settings = DefaultJedisClientConfig.builder()
                .password(password)
                .timeoutMillis(PATIENCE_MILLIS)
                .build();
        try (Connection connection = new Connection(new HostAndPort(host, port), settings)) {
            connection.sendCommand(
                    () -> command.getBytes(UTF_8),
                    Stream.of(arguments).map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new));
            Object answer = connection.getOne();
            return answer == null ? "" : answer;
        }
    }

    /** Removes the keys of this run. */
    @Override
    public void close() {
        Object keys = execute("KEYS", prefix + ":*");
        for (Object key : List.class.cast(keys)) {
            execute("DEL", new String((byte[]) key, UTF_8));
        }
    }
}
