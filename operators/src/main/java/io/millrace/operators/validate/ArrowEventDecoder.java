package io.millrace.operators.validate;

import io.millrace.models.tensor.Table;
import io.millrace.models.tensor.TableColumn;
import io.millrace.models.tensor.TableException;
import io.millrace.models.tensor.TableReader;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Arrow streams, each row of which is an event. A good row stays where it lies, in the columns of its message; one
 * that may be bad is read again as a single event would be. Columns that cannot be what is declared refuse the message.
 */
final class ArrowEventDecoder implements FormatDecoder {
    private final EventShape shape;
    private final TimeReader times;
    private final TableReader reader;
    private final GoodTexts[] good;

    ArrowEventDecoder(EventShape shape) {
        this.shape = shape;
        this.times = new TimeReader(shape.events().time());
        this.reader = new TableReader(
                EventTable.wanted(shape, times), shape.events().limits().maxRows());
        this.good = new GoodTexts[shape.size()];
        Arrays.setAll(good, field -> new GoodTexts());
    }

    @Override
    public List<Decoded> decode(RawEvent raw, byte[] value) {
        List<Table> tables;
        try {
            tables = reader.read(value);
        } catch (TableException e) {
            return List.of(GuardedDecoder.rejection(raw, reason(e.problem()), detail(e, value)));
        }
        EventDraft message = new EventDraft(shape, raw);
        for (Table table : tables) {
            if (!usable(table, message)) {
                return List.of(message.finish());
            }
        }
        List<Decoded> rows = new ArrayList<>();
        for (Table table : tables) {
            decode(raw, new EventTable(shape, table, times), rows);
        }
        return rows;
    }

    private static Reason reason(TableException.Problem problem) {
        return switch (problem) {
            case FOREIGN -> Reason.UNKNOWN_FORMAT;
            case MALFORMED -> Reason.MALFORMED;
            case TOO_MANY_ROWS -> Reason.TOO_LARGE;
            case NO_ROWS -> Reason.EMPTY;
            case REPEATED_COLUMN -> Reason.DUPLICATE_FIELD;
        };
    }

    private static String detail(TableException e, byte[] value) {
        boolean begins = value.length >= Integer.BYTES && ForeignFormat.of(value) == ForeignFormat.ARROW_STREAM;
        return e.problem() == TableException.Problem.FOREIGN && !begins
                ? ForeignFormat.describe(value, "an Arrow stream")
                : String.valueOf(e.getMessage());
    }

    /** Whether the columns can be what is declared. */
    private boolean usable(Table table, EventDraft message) {
        for (int field = 0; field < shape.size(); field++) {
            TableColumn column = table.column(field);
            FieldRule rule = shape.rule(field);
            if (column == null && rule.required()) {
                return message.refuseMissing(field);
            }
            if (column != null && !usable(rule, column, field, message)) {
                return false;
            }
        }
        TableColumn id = EventTable.idColumn(shape, table);
        TableColumn key = EventTable.keyColumn(shape, table);
        TableColumn time = EventTable.timeColumn(shape, table);
        return (id != null ? name(shape.events().id(), id, message) : message.refuseMissingId())
                && (key != null ? name(shape.events().key(), key, message) : message.refuseMissingKey())
                && (time != null ? time(time, message) : message.refuseMissingTime());
    }

    private static boolean usable(FieldRule rule, TableColumn column, int field, EventDraft message) {
        if (!column.unusable().isEmpty()) {
            return message.refuseType(rule.name(), rule.type().name().toLowerCase(Locale.ROOT), column.unusable());
        }
        int length = column.fixedLength();
        return length == TableColumn.VARIABLE
                || length == rule.length()
                || message.refuseLength(field, "elements=" + length);
    }

    private static boolean name(String field, TableColumn column, EventDraft message) {
        return column.unusable().isEmpty() || message.refuseType(field, "text or whole number", column.unusable());
    }

    private boolean time(TableColumn column, EventDraft message) {
        return column.unusable().isEmpty()
                || message.refuseType(shape.events().time().field(), "time", column.unusable());
    }

    private void decode(RawEvent raw, EventTable table, List<Decoded> rows) {
        BitSet marked = RowScan.of(table, good);
        int first = rows.size();
        for (int row = 0; row < table.rows(); row++) {
            EventRow event = new EventRow(table, row);
            RawEvent rowRaw = raw.row(first + row, event);
            String id = table.id(row);
            String key = table.key(row);
            if (id == null || key == null || marked.get(row)) {
                rows.add(reread(rowRaw, event));
            } else {
                rows.add(new Event(rowRaw, id, key, table.timeMillis(row), event));
            }
        }
    }

    /** Reads a row value by value, to find the first that is wrong. */
    private Decoded reread(RawEvent raw, EventRow event) {
        EventDraft draft = new EventDraft(shape, raw);
        EventTable table = event.table();
        int row = event.row();
        boolean good = true;
        for (int field = 0; field < shape.size() && good; field++) {
            TableColumn column = table.column(field);
            good = column == null || column.missing(row) || value(field, column, row, draft);
        }
        if (good && name(table.idColumn(), row, draft, Name.ID) && name(table.keyColumn(), row, draft, Name.KEY)) {
            readTime(table, row, draft);
        }
        return draft.finish();
    }

    private boolean value(int field, TableColumn column, int row, EventDraft draft) {
        FieldRule rule = shape.rule(field);
        return switch (rule.type()) {
            case FLOAT, INT, BOOL -> draft.untypedNumber(field, column.numbers()[row]);
            case CATEGORY -> {
                String text = column.texts()[row];
                yield text == null
                        || (column.broken(row) ? draft.refuseEncoding(rule.name()) : draft.text(field, text));
            }
            case VECTOR -> {
                float[] elements = column.vector(row);
                yield elements == null || draft.vector(field, elements);
            }
        };
    }

    /** A text that every event has. */
    private enum Name {
        ID,
        KEY
    }

    private boolean name(TableColumn column, int row, EventDraft draft, Name name) {
        String text = column.texts()[row];
        if (text == null) {
            return true;
        }
        if (column.broken(row)) {
            return draft.refuseEncoding(
                    name == Name.ID ? shape.events().id() : shape.events().key());
        }
        return name == Name.ID ? draft.id(text) : draft.key(text);
    }

    private boolean readTime(EventTable table, int row, EventDraft draft) {
        TableColumn column = table.timeColumn();
        @Nullable String[] texts = column.texts();
        if (column.missing(row)) {
            return true;
        }
        String text = texts.length > 0 ? texts[row] : null;
        return text == null ? draft.time(table.timeMillis(row)) : draft.time(times, text);
    }
}
