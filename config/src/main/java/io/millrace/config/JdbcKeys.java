package io.millrace.config;

import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;

/** The keys of {@link ViewConfig.Jdbc}. */
final class JdbcKeys {
    private static final String HOME = "${home}";

    static final Key<String> URL = Key.required(
            "url",
            Type.written("jdbc:h2:… or jdbc:postgresql://…", JdbcUrl::check, ""),
            "JDBC URL of the database; " + HOME + " stands for MILLRACE_HOME");
    static final Key<String> USER = Key.optional("user", Type.text(), "who signs in");
    static final Key<String> PASSWORD_VARIABLE =
            Key.optional("password-variable", NameTypes.VARIABLE, "environment variable with the password");
    static final Key<String> TABLE = Key.derived("table", NameTypes.TABLE, "name of the view", "table with the values");
    static final Key<String> KEY_COLUMN =
            Key.derived("key-column", NameTypes.COLUMN, "key of the view", "column with the entity's key");
    static final Key<String> TIME_COLUMN = Key.of(
            "time-column", NameTypes.COLUMN, "updated_at", "column with the time of the row's values, as a timestamp");
    static final Key<Duration> TIMEOUT = Key.of(
            "timeout",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            Duration.ofMillis(500),
            "a lookup that takes longer counts as failed");
    static final Key<Integer> MAX_KEYS_PER_LOOKUP =
            Key.of("max-keys-per-lookup", Type.integer(1, 10_000), 500, "most keys asked for in one statement");

    static final Shape SHAPE = Shape.of(
                    URL, USER, PASSWORD_VARIABLE, TABLE, KEY_COLUMN, TIME_COLUMN, TIMEOUT, MAX_KEYS_PER_LOOKUP)
            .retiring(new Shape.Retired(
                    "password",
                    "must not stand in a file; name its environment variable in source.jdbc.password-variable"));

    private JdbcKeys() {}

    static ViewConfig.Jdbc bind(String view, String key, Section section, Environment environment) {
        String home = environment.home().toString().replace('\\', '/');
        return new ViewConfig.Jdbc(
                section.getExpanded(URL, text -> text.replace(HOME, home)),
                section.find(USER),
                section.find(PASSWORD_VARIABLE),
                section.get(TABLE, () -> view),
                section.get(KEY_COLUMN, () -> key),
                section.get(TIME_COLUMN),
                section.get(TIMEOUT),
                section.get(MAX_KEYS_PER_LOOKUP));
    }
}
