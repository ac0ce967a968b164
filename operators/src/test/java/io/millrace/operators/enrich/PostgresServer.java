package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** A real PostgreSQL server, as {@code .ci/run} starts one; tests keep to a schema of their own. */
final class PostgresServer implements AutoCloseable {
    static final String PASSWORD_VARIABLE = "FEATURES_PASSWORD";

    private final String url;
    private final String user;
    private final String password;
    private final String schema = "it_" + ProcessHandle.current().pid();

    private PostgresServer(Environment environment) {
        this.url = "jdbc:postgresql://" + setting(environment, "HOST", "localhost") + ":"
                + setting(environment, "PORT", "5432") + "/" + setting(environment, "DATABASE", "millrace");
        this.user = setting(environment, "USER", "millrace");
        this.password = setting(environment, "PASSWORD", "millrace");
    }

    private static String setting(Environment environment, String name, String otherwise) {
        return environment.variable("MILLRACE_POSTGRES_" + name).orElse(otherwise);
    }

    /**
     * Connects to the server that the environment names.
     *
     * @throws ServerMissing if it does not answer
     */
    static PostgresServer connect() throws FeatureStoreException {
        PostgresServer server = new PostgresServer(Environment.system());
        try {
            server.execute("CREATE SCHEMA IF NOT EXISTS " + server.schema);
        } catch (SQLException e) {
            throw new ServerMissing(
                    "PostgreSQL does not answer: url=" + server.url + ", user=" + server.user + ", cause="
                            + e.getMessage()
                            + "; start one with .ci/run, or name yours in MILLRACE_POSTGRES_HOST, _PORT,"
                            + " _DATABASE, _USER and _PASSWORD",
                    e);
        }
        return server;
    }

    /** No server answers. */
    static final class ServerMissing extends RuntimeException {
        ServerMissing(String message, SQLException cause) {
            super(message, cause);
        }
    }

    /** What the process that reads the store is started with. */
    Environment environment() {
        return Environment.of(Map.of(PASSWORD_VARIABLE, password));
    }

    /** A table in the schema of this run. */
    String table(String name) {
        return schema + "." + name;
    }

    /** The market view in a table of its own. */
    ViewConfig view(String name, Duration timeout) {
        ViewConfig.Jdbc source =
                new ViewConfig.Jdbc(url, user, PASSWORD_VARIABLE, table(name), "zipcode", "updated_at", timeout, 7);
        return Views.market(name, source, Views.CACHE);
    }

    void execute(String sql) throws FeatureStoreException, SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        try (Connection connection = Dialect.POSTGRESQL.connect(url, properties);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws FeatureStoreException, SQLException {
        execute("DROP SCHEMA " + schema + " CASCADE");
    }
}
