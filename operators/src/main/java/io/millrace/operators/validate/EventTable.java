package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.models.tensor.Table;
import io.millrace.models.tensor.TableColumn;
import io.millrace.models.tensor.WantedColumn;
import io.millrace.models.tensor.WantedColumn.Use;
import io.millrace.models.time.TimeReader;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one message as columns by schema index, with those of the id, the key and the time. */
final class EventTable {
    private static final long MAX_LOCAL_MILLIS = 8_000_000_000_000_000L;

    private static final double[] NO_NUMBERS = {};

    private final EventShape shape;
    private final Table table;
    private final double[][] numbers;
    private final @Nullable String[] @Nullable [] texts;
    private final @Nullable TableColumn[] vectors;
    private final long[] times;

    EventTable(EventShape shape, Table table, TimeReader reader) {
        this.shape = shape;
        this.table = table;
        int size = shape.size();
        this.numbers = new double[size][];
        double[] absent = absent(shape, table);
        Arrays.fill(numbers, absent);
        this.texts = new @Nullable String[size] @Nullable [];
        this.vectors = new @Nullable TableColumn[size];
        for (int field = 0; field < size; field++) {
            TableColumn column = table.column(field);
            if (column != null) {
                switch (shape.rule(field).type()) {
                    case FLOAT, INT, BOOL -> numbers[field] = column.numbers();
                    case CATEGORY -> texts[field] = column.texts();
                    case VECTOR -> vectors[field] = column;
                }
            }
        }
        this.times = times(timeColumn(), reader, shape.events().time().zone());
    }

    /** The columns that are asked for: the declared fields, then the id, the key and the time. */
    static List<WantedColumn> wanted(EventShape shape, TimeReader reader) {
        List<WantedColumn> wanted = new ArrayList<>();
        for (int field = 0; field < shape.size(); field++) {
            FieldRule rule = shape.rule(field);
            Use use =
                    switch (rule.type()) {
                        case FLOAT, INT -> Use.NUMBER;
                        case BOOL -> Use.TRUTH;
                        case CATEGORY -> Use.TEXT;
                        case VECTOR -> Use.VECTOR;
                    };
            wanted.add(new WantedColumn(rule.name(), use));
        }
        EventsConfig events = shape.events();
        wanted.add(new WantedColumn(events.id(), Use.TEXT));
        wanted.add(new WantedColumn(events.key(), Use.TEXT));
        Use time = reader.numbersAreMillis() ? Use.TIME : Use.TIME_BY_DIGITS;
        wanted.add(new WantedColumn(events.time().field(), time));
        return wanted;
    }

    static @Nullable TableColumn idColumn(EventShape shape, Table table) {
        return table.column(shape.size());
    }

    static @Nullable TableColumn keyColumn(EventShape shape, Table table) {
        return table.column(shape.size() + 1);
    }

    static @Nullable TableColumn timeColumn(EventShape shape, Table table) {
        return table.column(shape.size() + 2);
    }

    /** The numbers of columns that are not there, or hold none. */
    private static double[] absent(EventShape shape, Table table) {
        for (int field = 0; field < shape.size(); field++) {
            TableColumn column = table.column(field);
            if (column == null || column.numbers().length == 0) {
                double[] absent = new double[table.rows()];
                Arrays.fill(absent, Double.NaN);
                return absent;
            }
        }
        return NO_NUMBERS;
    }

    private static long[] times(TableColumn column, TimeReader reader, ZoneId zone) {
        @Nullable String[] texts = column.texts();
        if (texts.length > 0) {
            return Arrays.stream(texts)
                    .mapToLong(text -> text == null ? TableColumn.NO_TIME : reader.read(text))
                    .toArray();
        }
        if (!column.local()) {
            return column.times();
        }
        return Arrays.stream(column.times()).map(millis -> inZone(millis, zone)).toArray();
    }

    /** A time far outside of any calendar, and one that is missing, is left as it is: it is refused as such. */
    private static long inZone(long localMillis, ZoneId zone) {
        if (localMillis > MAX_LOCAL_MILLIS || localMillis < -MAX_LOCAL_MILLIS) {
            return localMillis;
        }
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(localMillis), ZoneOffset.UTC);
        return local.atZone(zone).toInstant().toEpochMilli();
    }

    EventShape shape() {
        return shape;
    }

    int rows() {
        return table.rows();
    }

    @Nullable
    TableColumn column(int field) {
        return table.column(field);
    }

    TableColumn idColumn() {
        return present(idColumn(shape, table));
    }

    TableColumn keyColumn() {
        return present(keyColumn(shape, table));
    }

    TableColumn timeColumn() {
        return present(timeColumn(shape, table));
    }

    private static TableColumn present(@Nullable TableColumn column) {
        if (column == null) {
            throw new IllegalStateException("table lacks what every event has");
        }
        return column;
    }

    @Nullable
    String id(int row) {
        return idColumn().texts()[row];
    }

    @Nullable
    String key(int row) {
        return keyColumn().texts()[row];
    }

    /** Event time in epoch milliseconds, or a negative number if it is missing or cannot be read. */
    long timeMillis(int row) {
        return times[row];
    }

    /** The numbers of every column, NaN where one is missing. */
    double[][] numbers() {
        return numbers;
    }

    @Nullable
    String text(int field, int row) {
        @Nullable String[] column = texts[field];
        return column == null ? null : column[row];
    }

    float @Nullable [] vector(int field, int row) {
        TableColumn column = vectors[field];
        return column == null ? null : column.vector(row);
    }
}
