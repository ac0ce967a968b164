package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much a view's table holds, and how new it is.
 *
 * @param newest the latest time of a row, or null if no row has one
 */
public record TableContents(long rows, @Nullable Instant newest) {

    /**
     * Asks the view's source, which is not created.
     *
     * @param environment reads the variable with the password
     * @throws FeatureStoreException if the source cannot be reached, or there is no such table
     */
    public static TableContents read(ViewConfig view, Environment environment) throws FeatureStoreException {
        FeatureSql sql = FeatureSql.of(view);
        try (Connection connection = sql.connectToExisting(environment);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql.contents())) {
            result.next();
            return new TableContents(result.getLong(1), FeatureSql.time(result, 2));
        } catch (SQLException e) {
            throw sql.unusable(e);
        }
    }
}
