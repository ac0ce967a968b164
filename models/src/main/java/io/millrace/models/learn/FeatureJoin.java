package io.millrace.models.learn;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the features of each view beside an event's fields, as the enrich stage will: the rows that a model sees. */
final class FeatureJoin {
    private final Schema schema;
    private final int eventColumns;
    private final List<Lookup> lookups;

    private FeatureJoin(Schema schema, int eventColumns, List<Lookup> lookups) {
        this.schema = schema;
        this.eventColumns = eventColumns;
        this.lookups = List.copyOf(lookups);
    }

    /**
     * Will join the aggregates of the pipeline's views, in the order in which it uses them; a column that is no aggregate
     * is read from the file, where it is called {@code <view>.<column>}.
     *
     * @throws DataException if the file lacks such a column
     */
    static FeatureJoin of(PipelineConfig pipeline, CsvTable table, List<AggregatedView> views) throws DataException {
        List<Lookup> lookups = new ArrayList<>();
        for (int view = 0; view < views.size(); view++) {
            FeatureConfig feature = pipeline.features().get(view);
            EntityKey key = EntityKey.of(table, pipeline, feature.key());
            for (ViewConfig.Column column : feature.use()) {
                lookups.add(lookup(table, views.get(view), key, column));
            }
        }
        return new FeatureJoin(Schema.ofRow(pipeline), Schema.ofEvent(pipeline).size(), lookups);
    }

    private static Lookup lookup(CsvTable table, AggregatedView view, EntityKey key, ViewConfig.Column column)
            throws DataException {
        int position = view.columns().indexOf(column);
        if (position >= 0) {
            return new Lookup(column, row -> {
                String entity = key.of(row);
                Values values = entity == null ? null : view.rows().get(entity);
                return values == null ? null : number(values.number(position));
            });
        }
        String name = view.view().view() + "." + column.name();
        if (!table.has(name)) {
            throw new DataException("a feature is neither computed nor in the file: column=" + name + ", file="
                    + table.source() + "; declare its aggregate in the view, or give the file the column");
        }
        int cell = table.column(name);
        return new Lookup(column, row -> {
            String text = row.source().cells()[cell].strip();
            return text.isEmpty() ? null : text;
        });
    }

    private static @Nullable String number(double value) {
        return Double.isNaN(value) ? null : Double.toString(value);
    }

    /** The columns of the joined rows. */
    Schema schema() {
        return schema;
    }

    /** The joined rows. */
    List<Values> join(List<LabeledRow> rows) {
        return rows.stream().map(this::join).toList();
    }

    private Values join(LabeledRow row) {
        RowDraft joined = RowDraft.of(schema);
        for (int i = 0; i < eventColumns; i++) {
            joined.numbers()[i] = row.event().number(i);
            joined.texts()[i] = row.event().text(i);
            joined.vectors()[i] = row.event().vector(i);
        }
        for (int i = 0; i < lookups.size(); i++) {
            lookups.get(i).put(row, joined, eventColumns + i);
        }
        return joined.finish();
    }

    /** One feature column and where its text comes from. */
    private record Lookup(ViewConfig.Column column, Source source) {

        void put(LabeledRow row, RowDraft joined, int index) {
            String found = source.value(row);
            String value = found == null ? column.defaultValue() : found;
            if (value == null) {
                return;
            }
            if (column.type() == FieldType.CATEGORY) {
                joined.texts()[index] = value;
            } else if (column.type() == FieldType.BOOL && !Character.isDigit(value.charAt(0))) {
                joined.numbers()[index] = Boolean.parseBoolean(value) ? 1 : 0;
            } else {
                joined.numbers()[index] = Numbers.parse(value);
            }
        }
    }

    /** Finds the value of a feature for a row. */
    @FunctionalInterface
    private interface Source {
        @Nullable
        String value(LabeledRow row);
    }
}
