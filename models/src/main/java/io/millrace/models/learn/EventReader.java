package io.millrace.models.learn;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.models.feature.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file as events, by the rules that hold for events. */
final class EventReader {
    private final Schema schema;
    private final List<FieldReader> fields = new ArrayList<>();

    /** @throws DataException if the file lacks the column of a field */
    EventReader(CsvTable table, EventsConfig events) throws DataException {
        this.schema = Schema.ofEvent(events);
        for (FieldConfig field : events.fields()) {
            fields.add(new FieldReader(field, fields.size(), table.column(field.name())));
        }
    }

    /** An event without values. */
    RowDraft draft() {
        return RowDraft.of(schema);
    }

    /** Puts the values of a row into an event; returns what is wrong with it, or null. */
    @Nullable
    String read(CsvRow row, RowDraft draft) {
        for (FieldReader field : fields) {
            String problem = field.read(row.cells(), draft);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }
}
