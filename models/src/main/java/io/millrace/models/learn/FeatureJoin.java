package io.millrace.models.learn;

import io.millrace.config.FeatureConfig;
import io.millrace.config.FieldType;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Numbers;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
     * Will join the views of a pipeline, in the order in which it uses them: those of streams from their histories, all
     * others from the file, in which a column is called {@code <view>.<column>}.
     *
     * @param histories by name of the view
     * @throws DataException if the file lacks such a column
     */
    static FeatureJoin of(PipelineConfig pipeline, CsvTable table, Map<String, ViewHistory> histories)
            throws DataException {
        List<Lookup> lookups = new ArrayList<>();
        for (FeatureConfig feature : pipeline.features()) {
            ViewHistory history = histories.get(feature.view().view());
            for (ViewConfig.Column column : feature.use()) {
                lookups.add(
                        history == null
                                ? ofFile(table, feature.view(), column)
                                : new Lookup(column, row -> history.value(row, column)));
            }
        }
        return new FeatureJoin(Schema.ofRow(pipeline), Schema.ofEvent(pipeline).size(), lookups);
    }

    private static Lookup ofFile(CsvTable table, ViewConfig view, ViewConfig.Column column) throws DataException {
        String name = view.view() + "." + column.name();
        if (!table.has(name)) {
            throw new DataException(
                    "a feature is neither computed from a stream nor in the file: column=" + name + ", file="
                            + table.source() + "; give the file the column, with the value at the time of each row");
        }
        int cell = table.column(name);
        return new Lookup(column, row -> {
            String text = row.source().cells()[cell].strip();
            return text.isEmpty() ? null : text;
        });
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
            if (column.type() == FieldType.VECTOR) {
                joined.vectors()[index] =
                        found == null ? column.defaultVector() : Numbers.vector(found, column.length());
                return;
            }
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
