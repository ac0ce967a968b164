package io.millrace.config;

import io.millrace.config.ViewConfig.Redis;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.regex.Pattern;

/** The keys of {@link ViewConfig.Redis}. */
final class RedisKeys {
    static final Key<String> URL = Key.required(
            "url",
            Type.written("redis://host:port/database", RedisUrl::check, ""),
            "address of the server; rediss:// with TLS, whose certificate must name the host; port 6379 and database 0"
                    + " unless said");
    static final Key<String> KEY = Key.derived(
            "key",
            Type.text(
                    Pattern.compile("[^{}]*\\{key}[^{}]*"),
                    "a text that holds " + Redis.KEY + " once and no other brace"),
            "<view>:" + Redis.KEY,
            "the server's key of a row; " + Redis.KEY + " stands for the entity's key");
    static final Key<Redis.Layout> LAYOUT = Key.of(
            "layout",
            Type.oneOf(Redis.Layout.class),
            Redis.Layout.HASH,
            "hash: a hash with a field for each column; json: a string that holds a JSON object");
    static final Key<String> TIME_COLUMN = Key.of(
            "time-column",
            NameTypes.COLUMN,
            "updated_at",
            "field with the time of the row's values, in ISO 8601 or in epoch milliseconds");
    static final Key<Integer> MAX_KEYS_PER_LOOKUP =
            Key.of("max-keys-per-lookup", Type.integer(1, 10_000), 500, "most keys asked for in one round trip");

    static final Shape SHAPE = Shape.of(
                    URL,
                    JdbcKeys.USER,
                    JdbcKeys.PASSWORD_VARIABLE,
                    KEY,
                    LAYOUT,
                    TIME_COLUMN,
                    JdbcKeys.TIMEOUT,
                    MAX_KEYS_PER_LOOKUP)
            .retiring(new Shape.Retired(
                    "password",
                    "must not stand in a file; name its environment variable in source.redis.password-variable"));

    private RedisKeys() {}

    static Redis bind(String view, Section section) {
        Redis redis = new Redis(
                section.get(URL),
                section.find(JdbcKeys.USER),
                section.find(JdbcKeys.PASSWORD_VARIABLE),
                section.get(KEY, () -> view + ":" + Redis.KEY),
                section.get(LAYOUT),
                section.get(TIME_COLUMN),
                section.get(JdbcKeys.TIMEOUT),
                section.get(MAX_KEYS_PER_LOOKUP));
        usersHaveAPassword(section);
        return redis;
    }

    private static void usersHaveAPassword(Section section) {
        if (section.has(JdbcKeys.USER) && !section.has(JdbcKeys.PASSWORD_VARIABLE)) {
            section.refuse(
                    JdbcKeys.USER, "signs in with a password: give " + JdbcKeys.PASSWORD_VARIABLE.name() + " as well");
        }
    }
}
