package io.millrace.models.feature;

import io.millrace.config.EventsConfig;
import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** The columns of a row, by index. */
public final class Schema implements Serializable {
    private final List<Column> columns;
    private final HashMap<String, Integer> indexes;

    public Schema(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.indexes = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (indexes.put(columns.get(i).name(), i) != null) {
                throw new IllegalArgumentException(
                        "column appears twice: name=" + columns.get(i).name());
            }
        }
    }

    /** The event's fields, in the order of the pipeline file. */
    public static Schema ofEvent(PipelineConfig pipeline) {
        return ofEvent(pipeline.events());
    }

    /** The event's fields, in the order of the file that declares them. */
    public static Schema ofEvent(EventsConfig events) {
        List<Column> columns = new ArrayList<>();
        for (FieldConfig field : events.fields()) {
            columns.add(new Column(field.name(), field.type(), field.length()));
        }
        return new Schema(columns);
    }

    /** The columns of a view, by their own names. */
    public static Schema ofView(ViewConfig view) {
        return new Schema(view.columns().stream()
                .map(column -> new Column(column.name(), column.type(), column.length()))
                .toList());
    }

    /** The columns of every view the pipeline uses, in order, each named {@code <view>.<column>}. */
    public static Schema ofFeatures(PipelineConfig pipeline) {
        List<Column> columns = new ArrayList<>();
        for (FeatureConfig feature : pipeline.features()) {
            for (ViewConfig.Column column : feature.use()) {
                String name = feature.view().view() + "." + column.name();
                columns.add(new Column(name, column.type(), column.length()));
            }
        }
        return new Schema(columns);
    }

    /** The event's fields followed by the columns of the views: the row that a model sees. */
    public static Schema ofRow(PipelineConfig pipeline) {
        List<Column> columns = new ArrayList<>(ofEvent(pipeline).columns());
        columns.addAll(ofFeatures(pipeline).columns());
        return new Schema(columns);
    }

    public List<Column> columns() {
        return columns;
    }

    public int size() {
        return columns.size();
    }

    public Column column(int index) {
        return columns.get(index);
    }

    /** The index of a column, or -1 if the schema has none of that name. */
    public int indexOf(String name) {
        return indexes.getOrDefault(name, -1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that && columns.equals(that.columns);
    }

    @Override
    public int hashCode() {
        return columns.hashCode();
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
