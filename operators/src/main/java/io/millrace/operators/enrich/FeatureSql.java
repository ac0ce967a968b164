package io.millrace.operators.enrich;

import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Values;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements that read a view's table, and what their results mean. */
final class FeatureSql {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureSql.class);

    /** Columns before the view's own in every select: the key and the time. */
    private static final int LEADING = 2;

    private final ViewConfig view;
    private final Dialect dialect;
    private final String select;
    private final String key;
    private final AtomicBoolean warned = new AtomicBoolean();

    private FeatureSql(ViewConfig view, Dialect dialect, String select, String key) {
        this.view = view;
        this.dialect = dialect;
        this.select = select;
        this.key = key;
    }

    /**
     * The statements for a view.
     *
     * @throws FeatureStoreException if a table or column has a name that no table or column can have, or the database is
     *     of a kind that is not supported
     */
    static FeatureSql of(ViewConfig view) throws FeatureStoreException {
        String key = SqlNames.column(view.table().keyColumn());
        List<String> columns = new ArrayList<>();
        columns.add(key);
        columns.add(SqlNames.column(view.table().timeColumn()));
        for (ViewConfig.Column column : view.columns()) {
            columns.add(SqlNames.column(column.name()));
        }
        String select = "SELECT " + String.join(", ", columns) + " FROM "
                + SqlNames.table(view.table().table());
        return new FeatureSql(view, Dialect.of(view.table().url()), select, key);
    }

    Dialect dialect() {
        return dialect;
    }

    /**
     * A connection to the source; it may take seconds.
     *
     * @param environment reads the variable with the password
     * @throws FeatureStoreException if the password or the driver is not there
     */
    Connection connect(Environment environment) throws FeatureStoreException, SQLException {
        return dialect.connect(view.table().url(), properties(environment));
    }

    /** The same, but a database that would be created is an error. */
    Connection connectToExisting(Environment environment) throws FeatureStoreException, SQLException {
        Properties properties = properties(environment);
        properties.putAll(dialect.onlyExisting());
        return dialect.connect(view.table().url(), properties);
    }

    private Properties properties(Environment environment) throws FeatureStoreException {
        Properties properties = new Properties();
        String user = view.table().user();
        if (user != null) {
            properties.setProperty("user", user);
        }
        String password = StorePassword.read(view, view.table().passwordVariable(), environment);
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    /** The rows of so many keys; ask with {@link #pad padded} keys. */
    String select(int keys) {
        return select + " WHERE " + key + " IN (" + Dialect.placeholders(paddedSize(keys)) + ")";
    }

    /** One row: how many rows there are, and their latest time. */
    String contents() throws FeatureStoreException {
        return "SELECT COUNT(*), MAX(" + SqlNames.column(view.table().timeColumn()) + ") FROM "
                + SqlNames.table(view.table().table());
    }

    /** No rows, but an error if the table is not what it should be. */
    String probe() {
        return select + " WHERE 1 = 0";
    }

    /** The keys, the last one repeated up to a power of two, so that few different statements are prepared. */
    static List<String> pad(List<String> keys) {
        List<String> padded = new ArrayList<>(keys);
        while (padded.size() < paddedSize(keys.size())) {
            padded.add(keys.get(keys.size() - 1));
        }
        return padded;
    }

    private static int paddedSize(int keys) {
        return keys <= 1 ? 1 : Integer.highestOneBit(keys - 1) << 1;
    }

    /** The row on which the results of a select stand. */
    FeatureRow read(ResultSet row) throws SQLException {
        int size = view.columns().size();
        double[] numbers = new double[size];
        @Nullable String[] texts = new @Nullable String[size];
        float[] @Nullable [] vectors = new float[vectors(view) ? size : 0] @Nullable [];
        for (int i = 0; i < size; i++) {
            int column = LEADING + i + 1;
            numbers[i] = Double.NaN;
            try {
                switch (view.columns().get(i).type()) {
                    case FLOAT -> numbers[i] = orMissing(row, finite(row.getDouble(column)));
                    case INT -> numbers[i] = whole(row, column);
                    case BOOL -> numbers[i] = orMissing(row, row.getBoolean(column) ? 1 : 0);
                    case CATEGORY -> texts[i] = row.getString(column);
                    case VECTOR -> vectors[i] = vector(view.columns().get(i), row.getArray(column));
                }
            } catch (SQLException e) {
                passOver(view.columns().get(i).name(), e);
            }
        }
        return new FeatureRow(new Values(numbers, texts, vectors), timeMillis(row));
    }

    private long timeMillis(ResultSet row) throws SQLException {
        try {
            Instant time = time(row, LEADING);
            return time == null ? FeatureRow.UNKNOWN_TIME : time.toEpochMilli();
        } catch (SQLException e) {
            passOver(view.table().timeColumn(), e);
            return FeatureRow.UNKNOWN_TIME;
        }
    }

    /* Leaves a value missing that is none of its column; any other failure is thrown again. */
    private void passOver(String column, SQLException failure) throws SQLException {
        if (!wrongValue(failure)) {
            throw failure;
        }
        if (warned.compareAndSet(/* expectedValue= */ false, /* newValue= */ true)) {
            LOG.warn(
                    "value is none of its column, and counts as missing; others like it are not logged: view={},"
                            + " column={}, cause={}",
                    view.view(),
                    column,
                    innermost(failure).getMessage());
        }
    }

    private static boolean vectors(ViewConfig view) {
        return view.columns().stream().anyMatch(column -> column.type() == FieldType.VECTOR);
    }

    private static float @Nullable [] vector(ViewConfig.Column column, @Nullable Array array) throws SQLException {
        if (array == null) {
            return null;
        }
        try {
            return array.getArray() instanceof Object[] elements
                    ? Elements.vector(column, Arrays.asList(elements))
                    : null;
        } finally {
            array.free();
        }
    }

    /** A time, which is taken for UTC if it is written without a zone, or null. */
    static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        Calendar utc = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        Timestamp time = row.getTimestamp(column, utc);
        return time == null ? null : time.toInstant();
    }

    /* A driver may take NaN for the whole number 0. */
    private static double whole(ResultSet row, int column) throws SQLException {
        return Double.isFinite(row.getDouble(column)) ? orMissing(row, (double) row.getLong(column)) : Double.NaN;
    }

    private static double orMissing(ResultSet row, double value) throws SQLException {
        return row.wasNull() ? Double.NaN : value;
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /**
     * Whether the database says what no waiting will change: there is no such table or column (42), no such database
     * (3D), or nobody gets in with this name and password (28).
     */
    static boolean neverUsable(SQLException failure) {
        String state = stateOf(failure);
        return state.startsWith("42") || state.startsWith("3D") || state.startsWith("28");
    }

    /** Whether the database says that a value cannot be a key: SQL's class of data exceptions. */
    static boolean wrongKey(SQLException failure) {
        return stateOf(failure).startsWith("22");
    }

    /* Besides data exceptions PostgreSQL's driver says that it cannot coerce what is no truth. */
    private static boolean wrongValue(SQLException failure) {
        String state = stateOf(failure);
        return state.startsWith("22") || state.equals("42846");
    }

    private static String stateOf(SQLException failure) {
        return Objects.requireNonNullElse(innermost(failure).getSQLState(), "");
    }

    /** What the driver said, without what a pool put around it. */
    static SQLException innermost(SQLException failure) {
        SQLException innermost = failure;
        while (innermost.getCause() instanceof SQLException cause) {
            innermost = cause;
        }
        return innermost;
    }

    FeatureStoreException unusable(SQLException cause) {
        return new FeatureStoreException(
                "feature table cannot be read: view=" + view.view() + ", table="
                        + view.table().table() + ", url="
                        + SqlNames.withoutParameters(view.table().url()) + ", cause="
                        + innermost(cause).getMessage()
                        + "; the train command creates the table with the columns it computes",
                cause);
    }
}
