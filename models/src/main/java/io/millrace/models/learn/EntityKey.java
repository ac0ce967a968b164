package io.millrace.models.learn;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Numbers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key with which a view is looked up, as text: the one under which the feature store will have the row. */
final class EntityKey {
    private static final double MAX_EXACT = 1L << 53;

    private final FieldType type;
    private final int column;

    private EntityKey(FieldType type, int column) {
        this.type = type;
        this.column = column;
    }

    /** Reads the key from a field; one that is not declared is a text. */
    static EntityKey of(CsvTable table, EventsConfig events, String field) throws DataException {
        List<FieldConfig> fields = events.fields();
        FieldType type = fields.stream()
                .filter(each -> each.name().equals(field))
                .map(FieldConfig::type)
                .findFirst()
                .orElse(FieldType.CATEGORY);
        return new EntityKey(type, table.column(field));
    }

    /** The key of a row, or null if it has none. */
    @Nullable
    String of(LabeledRow row) {
        return of(row.source());
    }

    /** The key of a row of the file, or null if it has none. */
    @Nullable
    String of(CsvRow row) {
        String cell = row.cells()[column].strip();
        if (cell.isEmpty()) {
            return null;
        }
        return switch (type) {
            case CATEGORY, VECTOR -> cell;
            case BOOL -> Boolean.toString(cell.equals("1") || cell.equals("true"));
            case INT, FLOAT -> number(Numbers.parse(cell));
        };
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) <= MAX_EXACT;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
