package io.millrace.operators.enrich;

import io.millrace.config.FieldType;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** What differs between the databases that hold feature tables. */
enum Dialect {
    H2("jdbc:h2:", "org.h2.Driver") {
        @Override
        String limitStatements(Duration timeout) {
            return "SET QUERY_TIMEOUT " + timeout.toMillis();
        }

        @Override
        Map<String, String> onlyExisting() {
            return Map.of("IFEXISTS", "TRUE");
        }

        @Override
        void bindKey(PreparedStatement statement, int index, String key) throws SQLException {
            statement.setString(index, key);
        }

        @Override
        String upsert(String table, List<String> columns) {
            return "MERGE INTO " + table + " (" + String.join(", ", columns) + ") KEY (" + columns.get(0) + ") VALUES ("
                    + placeholders(columns.size()) + ")";
        }
    },

    POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver") {
        @Override
        String limitStatements(Duration timeout) {
            return "SET statement_timeout = " + timeout.toMillis();
        }

        @Override
        Map<String, String> onlyExisting() {
            return Map.of();
        }

        /* Sent without a type, so that the server takes the column's: a key may be a text, a number or a UUID. */
        @Override
        void bindKey(PreparedStatement statement, int index, String key) throws SQLException {
            statement.setObject(index, key, Types.OTHER);
        }

        @Override
        String upsert(String table, List<String> columns) {
            List<String> updates = new ArrayList<>();
            for (String column : columns.subList(1, columns.size())) {
                updates.add(column + " = EXCLUDED." + column);
            }
            return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                    + placeholders(columns.size()) + ") ON CONFLICT (" + columns.get(0) + ") DO UPDATE SET "
                    + String.join(", ", updates);
        }
    };

    /** How long a server may take to let somebody in; what the URL says about it wins. */
    private static final Duration LOGIN = Duration.ofSeconds(10);

    private final String prefix;
    private final String driver;

    Dialect(String prefix, String driver) {
        this.prefix = prefix;
        this.driver = driver;
    }

    /**
     * The dialect of a JDBC URL.
     *
     * @throws FeatureStoreException if there is none
     */
    static Dialect of(String url) throws FeatureStoreException {
        for (Dialect dialect : values()) {
            if (url.startsWith(dialect.prefix)) {
                return dialect;
            }
        }
        throw new FeatureStoreException("database is not supported: url=" + SqlNames.withoutParameters(url)
                + ", supported=jdbc:h2:…, jdbc:postgresql:…");
    }

    String driver() {
        return driver;
    }

    /** A new connection. The driver is asked directly: under Flink the list of drivers may belong to another class loader. */
    Connection connect(String url, Properties properties) throws FeatureStoreException, SQLException {
        try {
            Driver instance = Class.forName(driver)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
            Properties bounded = new Properties();
            bounded.setProperty("loginTimeout", Long.toString(LOGIN.toSeconds()));
            bounded.putAll(properties);
            return instance.connect(url, this == POSTGRESQL ? bounded : properties);
        } catch (ReflectiveOperationException e) {
            throw new FeatureStoreException(
                    "database driver is not on the class path: class=" + driver + "; add the driver's jar", e);
        }
    }

    /** The statement after which the server gives up any later statement of the connection that takes too long. */
    abstract String limitStatements(Duration timeout);

    /** Connection properties with which a database that is not there is an error. */
    abstract Map<String, String> onlyExisting();

    /** Sets the parameter that is compared with the key column. */
    abstract void bindKey(PreparedStatement statement, int index, String key) throws SQLException;

    /** Inserts a row, or replaces its values if the key, the first column, is there. */
    abstract String upsert(String table, List<String> columns);

    /** The column type for values of a type; both databases use the names of the standard. */
    static String columnType(FieldType type) {
        return switch (type) {
            case FLOAT -> "DOUBLE PRECISION";
            case INT -> "BIGINT";
            case BOOL -> "BOOLEAN";
            case CATEGORY -> "VARCHAR";
            case VECTOR -> "REAL ARRAY";
        };
    }

    static String placeholders(int count) {
        return "?" + ", ?".repeat(count - 1);
    }
}
