package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Row;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of a view, open for writing. */
public final class FeatureTable implements AutoCloseable {
    private static final int ROWS_PER_CALL = 500;

    private final ViewConfig view;
    private final FeatureSql sql;
    private final Connection connection;

    private FeatureTable(ViewConfig view, FeatureSql sql, Connection connection) {
        this.view = view;
        this.sql = sql;
        this.connection = connection;
    }

    /**
     * Connects to the view's source and creates the table with all columns of the view if it is not there.
     *
     * @param environment reads the variable with the password
     * @throws FeatureStoreException if the source cannot be reached, or the table exists with other columns
     */
    public static FeatureTable open(ViewConfig view, Environment environment) throws FeatureStoreException {
        FeatureSql sql = FeatureSql.of(view);
        FeatureTable table;
        try {
            table = new FeatureTable(view, sql, sql.connect(environment));
        } catch (SQLException e) {
            throw new FeatureStoreException(
                    "feature store does not answer: view=" + view.view() + ", url="
                            + SqlNames.withoutParameters(view.table().url()) + ", cause="
                            + FeatureSql.innermost(e).getMessage(),
                    e);
        }
        try {
            table.create();
        } catch (FeatureStoreException e) {
            table.close();
            throw e;
        }
        return table;
    }

    private void create() throws FeatureStoreException {
        List<String> columns = new ArrayList<>();
        columns.add(SqlNames.column(view.table().keyColumn()) + " VARCHAR NOT NULL PRIMARY KEY");
        columns.add(SqlNames.column(view.table().timeColumn()) + " TIMESTAMP WITH TIME ZONE NOT NULL");
        for (ViewConfig.Column column : view.columns()) {
            columns.add(SqlNames.column(column.name()) + " " + Dialect.columnType(column.type()));
        }
        String table = SqlNames.table(view.table().table());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (" + String.join(", ", columns) + ")");
            statement.executeQuery(sql.probe()).close();
        } catch (SQLException e) {
            throw sql.unusable(e);
        }
    }

    /**
     * Writes the values of the given columns for every key, all or nothing. Other columns of a row that exists keep
     * their values.
     *
     * @param columns columns of the view; the rows hold their values by position in this list
     * @param time since when the values hold
     */
    public void upsert(List<ViewConfig.Column> columns, Map<String, ? extends Row> rows, Instant time)
            throws FeatureStoreException {
        List<String> names = new ArrayList<>();
        names.add(SqlNames.column(view.table().keyColumn()));
        names.add(SqlNames.column(view.table().timeColumn()));
        for (ViewConfig.Column column : columns) {
            names.add(SqlNames.column(column.name()));
        }
        String upsert = sql.dialect().upsert(SqlNames.table(view.table().table()), names);
        try {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(upsert)) {
                int waiting = 0;
                for (Map.Entry<String, ? extends Row> row : rows.entrySet()) {
                    bind(statement, columns, row, time);
                    statement.addBatch();
                    if (++waiting % ROWS_PER_CALL == 0) {
                        statement.executeBatch();
                    }
                }
                statement.executeBatch();
            }
            connection.commit();
        } catch (SQLException e) {
            throw rolledBack(e, rows.size());
        }
    }

    private static void bind(
            PreparedStatement statement,
            List<ViewConfig.Column> columns,
            Map.Entry<String, ? extends Row> row,
            Instant time)
            throws SQLException {
        statement.setString(1, row.getKey());
        statement.setObject(2, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        for (int i = 0; i < columns.size(); i++) {
            bind(statement, i + 3, columns.get(i), row.getValue(), i);
        }
    }

    private static void bind(PreparedStatement statement, int index, ViewConfig.Column column, Row row, int position)
            throws SQLException {
        double number = row.number(position);
        boolean missing = Double.isNaN(number);
        switch (column.type()) {
            case FLOAT -> statement.setObject(index, missing ? null : number, Types.DOUBLE);
            case INT -> statement.setObject(index, missing ? null : (long) number, Types.BIGINT);
            case BOOL -> statement.setObject(index, missing ? null : number != 0, Types.BOOLEAN);
            case CATEGORY -> statement.setString(index, row.text(position));
            case VECTOR -> statement.setArray(index, array(statement, row.vector(position)));
        }
    }

    private static @Nullable Array array(PreparedStatement statement, float @Nullable [] vector) throws SQLException {
        if (vector == null) {
            return null;
        }
        Float[] elements = new Float[vector.length];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = vector[i];
        }
        return statement.getConnection().createArrayOf("real", elements);
    }

    private FeatureStoreException rolledBack(SQLException failure, int rows) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return new FeatureStoreException(
                "feature rows were not written: view=" + view.view() + ", table="
                        + view.table().table() + ", rows=" + rows + ", cause=" + failure.getMessage(),
                failure);
    }

    @Override
    public void close() throws FeatureStoreException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new FeatureStoreException("feature store did not close: view=" + view.view(), e);
        }
    }
}
