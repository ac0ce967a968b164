package io.millrace.operators.enrich;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table of a database, one row per key.
 *
 * <p>A lookup is bounded three times: by the server, which gives up a statement after the source's timeout; by the
 * socket, in case the server does not answer at all; and by the wait for a connection.
 */
final class JdbcFeatureStore implements FeatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcFeatureStore.class);

    /** The pool refuses to wait less for a connection. */
    private static final long MIN_CONNECTION_MILLIS = 250;
    /** What the socket grants beyond the server's own limit, so that the server speaks first. */
    private static final long SOCKET_MARGIN_MILLIS = 100;

    private final ViewConfig view;
    private final FeatureSql sql;
    private final HikariDataSource connections;

    private JdbcFeatureStore(ViewConfig view, FeatureSql sql, HikariDataSource connections) {
        this.view = view;
        this.sql = sql;
        this.connections = connections;
    }

    /**
     * Opens a pool of connections to the view's source and checks that the table has the view's columns. A database
     * that is not reachable is reported in the log, no more: it may come back.
     *
     * @param environment reads the variable with the password
     * @throws FeatureStoreException if the database answers that there is no such table or column or that it lets nobody
     *     in with this password, or is of a kind that is not supported
     */
    static JdbcFeatureStore open(ViewConfig view, Environment environment) throws FeatureStoreException {
        FeatureSql sql = FeatureSql.of(view);
        try (Connection connection = sql.connect(environment);
                Statement statement = connection.createStatement()) {
            statement.executeQuery(sql.probe()).close();
            // An embedded database takes a while to open; it stays open from here to the pool's first connection.
            JdbcFeatureStore store = new JdbcFeatureStore(view, sql, pool(view, sql.dialect(), environment));
            store.connectOnce();
            return store;
        } catch (SQLException e) {
            if (FeatureSql.neverUsable(e)) {
                throw sql.unusable(e);
            }
            LOG.warn(
                    "feature store does not answer, its values are missing until it does: view={}, cause={}",
                    view.view(),
                    FeatureSql.innermost(e).getMessage());
            return new JdbcFeatureStore(view, sql, pool(view, sql.dialect(), environment));
        }
    }

    private static HikariDataSource pool(ViewConfig view, Dialect dialect, Environment environment)
            throws FeatureStoreException {
        Duration timeout = view.table().timeout();
        HikariConfig config = new HikariConfig();
        config.setPoolName("features-" + view.view());
        config.setDriverClassName(dialect.driver());
        config.setJdbcUrl(view.table().url());
        config.setUsername(view.table().user());
        config.setPassword(StorePassword.read(view, view.table().passwordVariable(), environment));
        config.setReadOnly(true);
        config.setMaximumPoolSize(FeatureCache.LOADERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(MIN_CONNECTION_MILLIS, timeout.toMillis()));
        config.setValidationTimeout(Math.max(MIN_CONNECTION_MILLIS, timeout.toMillis()));
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(dialect.limitStatements(timeout));
        return new HikariDataSource(config);
    }

    private void connectOnce() {
        try {
            connections.getConnection().close();
        } catch (SQLException e) {
            LOG.warn(
                    "connection to the feature store takes long: view={}, timeout={}, cause={}",
                    view.view(),
                    view.table().timeout(),
                    FeatureSql.innermost(e).getMessage());
        }
    }

    @Override
    public Map<String, FeatureRow> lookup(Collection<String> keys) throws FeatureStoreException {
        Map<String, FeatureRow> found = new HashMap<>();
        List<String> all = List.copyOf(keys);
        int most = view.table().maxKeysPerLookup();
        try (Connection connection = connections.getConnection()) {
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(view.table().timeout().toMillis() + SOCKET_MARGIN_MILLIS));
            for (int from = 0; from < all.size(); from += most) {
                lookup(connection, all.subList(from, Math.min(all.size(), from + most)), found);
            }
        } catch (SQLException e) {
            throw new FeatureStoreException(
                    "feature store did not answer: view=" + view.view() + ", keys=" + all.size() + ", timeout="
                            + view.table().timeout().toMillis() + "ms, cause="
                            + FeatureSql.innermost(e).getMessage(),
                    e);
        }
        return found;
    }

    /* A key that the column's type cannot hold makes the database refuse the whole statement, and a column may give a key
     * back as another text than was asked for: padded, or in lower case. The other keys are not to suffer: the keys are
     * halved until that key stands alone. Then it is a key the store does not know, or the row that comes is its row. */
    private void lookup(Connection connection, List<String> keys, Map<String, FeatureRow> found) throws SQLException {
        if (!answered(connection, keys, found) && keys.size() > 1) {
            int half = keys.size() / 2;
            lookup(connection, keys.subList(0, half), found);
            lookup(connection, keys.subList(half, keys.size()), found);
        }
    }

    /* Returns whether the database took the keys, and each row is known to be one key's. */
    private boolean answered(Connection connection, List<String> keys, Map<String, FeatureRow> found)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.select(keys.size()))) {
            List<String> padded = FeatureSql.pad(keys);
            for (int i = 0; i < padded.size(); i++) {
                sql.dialect().bindKey(statement, i + 1, padded.get(i));
            }
            ResultSet rows = rowsUnlessKeyIsWrong(statement);
            if (rows == null) {
                return false;
            }
            Set<String> asked = Set.copyOf(keys);
            while (rows.next()) {
                String key = keys.size() == 1 ? keys.get(0) : rows.getString(1);
                if (!asked.contains(key)) {
                    return false;
                }
                found.put(key, sql.read(rows));
            }
            return true;
        }
    }

    private static @Nullable ResultSet rowsUnlessKeyIsWrong(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeQuery();
        } catch (SQLException e) {
            if (FeatureSql.wrongKey(e)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
