package io.millrace.models.tensor;

import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the wanted columns of one record batch. */
final class ColumnReader {
    private static final double TWO_TO_64 = 0x1p64;
    private static final long MILLIS_A_SECOND = 1_000;

    private final TableBody body;
    private final TextReader texts;
    private final Map<Long, TableColumn> dictionaries;

    /** @param dictionaries texts by the id of their dictionary */
    ColumnReader(TableBody body, Map<Long, TableColumn> dictionaries) {
        this.body = body;
        this.texts = new TextReader(body);
        this.dictionaries = dictionaries;
    }

    /** The column, or null if it holds nothing whatever. */
    @Nullable
    TableColumn read(TableLayout.Slot slot, WantedColumn.Use use, TextCache cache) throws TableException {
        if (body.length(slot.node()) != body.rows()) {
            throw TableException.malformed("column has another length than its batch: length="
                    + body.length(slot.node()) + ", rows=" + body.rows());
        }
        if (slot.dictionary() == null && slot.type().kind() == ColumnType.Kind.NOTHING) {
            return null;
        }
        return switch (use) {
            case NUMBER -> number(slot);
            case TRUTH -> truth(slot);
            case TEXT -> text(slot, cache);
            case VECTOR -> vector(slot);
            case TIME -> time(slot, cache, /* byDigits= */ false);
            case TIME_BY_DIGITS -> time(slot, cache, /* byDigits= */ true);
        };
    }

    private TableColumn number(TableLayout.Slot slot) throws TableException {
        ColumnType type = slot.type();
        boolean usable = type.kind() == ColumnType.Kind.FLOAT || type.kind() == ColumnType.Kind.WHOLE;
        if (slot.dictionary() != null || !usable) {
            return unusable(slot);
        }
        int rows = body.rows();
        int at = body.at(slot.buffer() + 1, (long) rows * type.bits() / Byte.SIZE);
        double[] numbers = new double[rows];
        if (type.kind() == ColumnType.Kind.WHOLE) {
            whole(type, at, numbers);
        } else if (type.bits() == Double.SIZE) {
            body.doubles(at, numbers);
        } else {
            for (int row = 0; row < rows; row++) {
                numbers[row] = body.float32(at, row);
            }
        }
        return numbers(slot, numbers);
    }

    private void whole(ColumnType type, int at, double[] numbers) {
        for (int row = 0; row < numbers.length; row++) {
            long value = body.whole(type, at, row);
            numbers[row] = type.unsignedLong() && value < 0 ? value + TWO_TO_64 : value;
        }
    }

    private TableColumn truth(TableLayout.Slot slot) throws TableException {
        if (slot.dictionary() != null || slot.type().kind() != ColumnType.Kind.BOOL) {
            return unusable(slot);
        }
        int at = body.at(slot.buffer() + 1, (body.rows() + Byte.SIZE - 1) / Byte.SIZE);
        double[] numbers = new double[body.rows()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = body.bit(at, row) ? 1 : 0;
        }
        return numbers(slot, numbers);
    }

    private TableColumn numbers(TableLayout.Slot slot, double[] numbers) throws TableException {
        BitSet missing = body.missing(slot.node(), slot.buffer(), numbers.length);
        if (missing != null) {
            missing.stream().forEach(row -> numbers[row] = Double.NaN);
        }
        return TableColumn.ofNumbers(numbers, missing);
    }

    private TableColumn text(TableLayout.Slot slot, TextCache cache) throws TableException {
        if (slot.dictionary() != null) {
            TableColumn dictionary = dictionaries.get(slot.dictionary());
            if (dictionary == null
                    || !dictionary.unusable().isEmpty()
                    || slot.type().kind() != ColumnType.Kind.WHOLE) {
                return unusable(slot);
            }
            return texts.indexed(slot, dictionary);
        }
        return switch (slot.type().kind()) {
            case TEXT -> texts.texts(slot.node(), slot.buffer(), slot.type(), cache);
            case WHOLE -> texts.digits(slot.node(), slot.buffer(), slot.type());
            default -> unusable(slot);
        };
    }

    private TableColumn vector(TableLayout.Slot slot) throws TableException {
        ColumnType type = slot.type();
        if (slot.dictionary() != null || type.kind() != ColumnType.Kind.LIST) {
            return unusable(slot);
        }
        int elements = body.length(slot.node() + 1);
        boolean fixed = type.listSize() > 0;
        int[] starts = fixed ? starts(type.listSize(), elements) : starts(slot, elements);
        BitSet missing = body.missing(slot.node(), slot.buffer(), body.rows());
        float[] values = elements(slot, slot.buffer() + (fixed ? 1 : 2), elements);
        return TableColumn.ofVectors(values, starts, missing)
                .ofFixedLength(fixed ? type.listSize() : TableColumn.VARIABLE);
    }

    private int[] starts(int listSize, int elements) throws TableException {
        int rows = body.rows();
        if ((long) rows * listSize > elements) {
            throw TableException.malformed(
                    "lists lie beyond their elements: lists=" + rows + " of " + listSize + ", elements=" + elements);
        }
        int[] starts = new int[rows + 1];
        for (int row = 0; row <= rows; row++) {
            starts[row] = row * listSize;
        }
        return starts;
    }

    private int[] starts(TableLayout.Slot slot, int elements) throws TableException {
        int rows = body.rows();
        int bits = slot.type().offsetBits();
        int at = body.at(slot.buffer() + 1, rows == 0 ? 0 : (rows + 1L) * bits / Byte.SIZE);
        int[] starts = new int[rows + 1];
        long last = 0;
        for (int row = 0; row <= rows && rows > 0; row++) {
            long start = bits == Integer.SIZE ? body.int32(at, row) : body.int64(at, row);
            if (start < last || start > elements) {
                throw TableException.malformed(
                        "list lies beyond its elements: from=" + last + ", to=" + start + ", elements=" + elements);
            }
            starts[row] = (int) start;
            last = start;
        }
        return starts;
    }

    private float[] elements(TableLayout.Slot slot, int buffer, int count) throws TableException {
        int bits = slot.type().bits();
        int at = body.at(buffer + 1, (long) count * bits / Byte.SIZE);
        BitSet missing = body.missing(slot.node() + 1, buffer, count);
        float[] elements = new float[count];
        if (bits == Float.SIZE) {
            body.floats(at, elements);
        } else {
            for (int i = 0; i < count; i++) {
                elements[i] = (float) body.float64(at, i);
            }
        }
        if (missing != null) {
            missing.stream().forEach(element -> elements[element] = Float.NaN);
        }
        return elements;
    }

    private TableColumn time(TableLayout.Slot slot, TextCache cache, boolean byDigits) throws TableException {
        ColumnType type = slot.type();
        boolean text = slot.dictionary() != null
                || type.kind() == ColumnType.Kind.TEXT
                || (byDigits && type.kind() == ColumnType.Kind.WHOLE);
        if (text) {
            return text(slot, cache);
        }
        return switch (type.kind()) {
            case WHOLE ->
                times(
                        slot,
                        (at, row) -> type.unsignedLong() && body.whole(type, at, row) < 0
                                ? Long.MAX_VALUE
                                : body.whole(type, at, row));
            case TIME -> times(slot, (at, row) -> millis(body.int64(at, row), type.perSecond()));
            case DAYS -> times(slot, (at, row) -> body.int32(at, row) * type.perSecond() * MILLIS_A_SECOND);
            default -> unusable(slot);
        };
    }

    private TableColumn times(TableLayout.Slot slot, Clock clock) throws TableException {
        int rows = body.rows();
        int at = body.at(slot.buffer() + 1, (long) rows * slot.type().bits() / Byte.SIZE);
        BitSet missing = body.missing(slot.node(), slot.buffer(), rows);
        long[] times = new long[rows];
        for (int row = 0; row < rows; row++) {
            boolean absent = missing != null && missing.get(row);
            times[row] = absent ? TableColumn.NO_TIME : Math.max(TableColumn.NO_TIME + 1, clock.millis(at, row));
        }
        return TableColumn.ofTimes(times, missing, slot.type().local());
    }

    /** The time that lies at an index of a part, in milliseconds. */
    private interface Clock {
        long millis(int at, int index);
    }

    private static long millis(long ticks, long perSecond) {
        if (perSecond >= MILLIS_A_SECOND) {
            return Math.floorDiv(ticks, perSecond / MILLIS_A_SECOND);
        }
        return Math.max(Long.MIN_VALUE / MILLIS_A_SECOND, Math.min(Long.MAX_VALUE / MILLIS_A_SECOND, ticks))
                * MILLIS_A_SECOND;
    }

    private static TableColumn unusable(TableLayout.Slot slot) {
        String dictionary = slot.dictionary() == null ? "" : " into a dictionary";
        return TableColumn.unusable("column of " + slot.type().name() + dictionary);
    }
}
