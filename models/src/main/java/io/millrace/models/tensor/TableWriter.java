package io.millrace.models.tensor;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Writes events as Arrow IPC streams with one record batch each; see docs/messages.md. Used by one thread. */
public final class TableWriter {
    private final Schema fields;
    private final boolean narrow;
    private final EventsConfig events;
    private final boolean writesId;
    private final boolean writesKey;
    private final boolean writesTime;
    private final IpcWriter writer;
    private final BodyWriter body = new BodyWriter();

    /**
     * One event.
     *
     * @param row the values of the declared fields
     */
    public record Entry(String id, String key, long timeMillis, Row row) {}

    /**
     * A writer that keeps numbers as they are.
     *
     * @param fields the fields that the pipeline declares
     */
    public TableWriter(EventsConfig events, Schema fields) {
        this(events, fields, Double.SIZE);
    }

    /** A writer that rounds numbers of type float to 32-bit floats: half the bytes. */
    public static TableWriter narrow(EventsConfig events, Schema fields) {
        return new TableWriter(events, fields, Float.SIZE);
    }

    private TableWriter(EventsConfig events, Schema fields, int floatBits) {
        this.fields = fields;
        this.narrow = floatBits == Float.SIZE;
        this.events = events;
        this.writesId = fields.indexOf(events.id()) < 0;
        this.writesKey = fields.indexOf(events.key()) < 0 && !events.key().equals(events.id());
        this.writesTime = fields.indexOf(events.time().field()) < 0;
        this.writer = new IpcWriter(new org.apache.arrow.vector.types.pojo.Schema(columns()));
    }

    private List<Field> columns() {
        List<Field> columns = new ArrayList<>();
        if (writesId) {
            columns.add(Field.notNullable(events.id(), new ArrowType.Utf8()));
        }
        if (writesKey) {
            columns.add(Field.notNullable(events.key(), new ArrowType.Utf8()));
        }
        if (writesTime) {
            columns.add(Field.notNullable(events.time().field(), new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")));
        }
        for (Column column : fields.columns()) {
            columns.add(
                    narrow && column.type() == FieldType.FLOAT
                            ? Field.nullable(column.name(), ScoredSchema.FLOAT)
                            : ScoredSchema.field(column));
        }
        return columns;
    }

    /**
     * The bytes of some events. What is missing in a row (NaN, null) is null. The id, the key and the time are left out
     * where the pipeline declares them as fields: there they come from the row.
     */
    public byte[] write(List<Entry> entries) {
        body.begin(entries.size());
        if (writesId) {
            body.texts(i -> entries.get(i).id);
        }
        if (writesKey) {
            body.texts(i -> entries.get(i).key);
        }
        if (writesTime) {
            body.longs(i -> entries.get(i).timeMillis, TableColumn.NO_TIME);
        }
        List<Row> rows = entries.stream().map(Entry::row).toList();
        for (int i = 0; i < fields.size(); i++) {
            int index = i;
            if (narrow && fields.column(i).type() == FieldType.FLOAT) {
                body.floats(row -> rows.get(row).number(index));
            } else {
                body.column(fields.column(i), i, rows);
            }
        }
        return writer.stream(body);
    }
}
