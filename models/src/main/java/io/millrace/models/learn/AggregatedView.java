package io.millrace.models.learn;

import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import java.util.List;
import java.util.Map;

/**
 * The columns of a view that are aggregates of training rows.
 *
 * @param columns of the view; the rows hold their values by position in this list
 * @param rows by key of the entity
 */
public record AggregatedView(ViewConfig view, List<ViewConfig.Column> columns, Map<String, Values> rows) {

    public AggregatedView {
        columns = List.copyOf(columns);
        rows = Map.copyOf(rows);
    }
}
