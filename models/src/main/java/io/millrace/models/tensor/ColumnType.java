package io.millrace.models.tensor;

import java.util.Locale;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;

/**
 * How the values of a column are laid out.
 *
 * @param bits of a whole number or a float; of an offset
 * @param perSecond ticks of a timestamp in a second
 * @param local whether a time has no zone
 * @param listSize elements of each list, or -1 if lists differ in length
 * @param name for people
 */
record ColumnType(Kind kind, int bits, boolean signed, long perSecond, boolean local, int listSize, String name) {
    private static final long SECONDS_A_DAY = 86_400;

    /** What a column can hold. */
    enum Kind {
        NOTHING,
        WHOLE,
        FLOAT,
        BOOL,
        TEXT,
        TIME,
        DAYS,
        LIST,
        OTHER
    }

    /** The type of a field's values, its dictionary left aside. */
    static ColumnType of(Field field) {
        byte type = field.typeType();
        String name = type < 0 || type >= Type.names.length ? "type " + type : Type.name(type);
        String lower = name.toLowerCase(Locale.ROOT).replace("_", "");
        return switch (type) {
            case Type.Null -> plain(Kind.NOTHING, 0, lower);
            case Type.Bool -> plain(Kind.BOOL, 1, lower);
            case Type.Utf8 -> plain(Kind.TEXT, Integer.SIZE, lower);
            case Type.LargeUtf8 -> plain(Kind.TEXT, Long.SIZE, lower);
            case Type.Int -> whole((Int) field.type(new Int()));
            case Type.FloatingPoint -> floating((FloatingPoint) field.type(new FloatingPoint()));
            case Type.Timestamp -> timestamp((Timestamp) field.type(new Timestamp()));
            case Type.Date -> date((Date) field.type(new Date()));
            case Type.List -> list(field, Integer.SIZE, -1, lower);
            case Type.LargeList -> list(field, Long.SIZE, -1, lower);
            case Type.FixedSizeList ->
                list(field, 0, ((FixedSizeList) field.type(new FixedSizeList())).listSize(), lower);
            default -> plain(Kind.OTHER, 0, lower);
        };
    }

    /** The type of a whole number, which an index into a dictionary is too. */
    static ColumnType whole(Int type) {
        int bits = type.bitWidth();
        boolean known = bits == 8 || bits == 16 || bits == 32 || bits == 64;
        String name = (type.isSigned() ? "int" : "uint") + bits;
        return new ColumnType(known ? Kind.WHOLE : Kind.OTHER, bits, type.isSigned(), 0, false, -1, name);
    }

    private static ColumnType plain(Kind kind, int bits, String name) {
        return new ColumnType(kind, bits, /* signed= */ true, 0, /* local= */ false, -1, name);
    }

    private static ColumnType floating(FloatingPoint type) {
        return switch (type.precision()) {
            case Precision.SINGLE -> plain(Kind.FLOAT, Float.SIZE, "float32");
            case Precision.DOUBLE -> plain(Kind.FLOAT, Double.SIZE, "float64");
            default -> plain(Kind.OTHER, 0, "float16");
        };
    }

    private static ColumnType timestamp(Timestamp type) {
        long perSecond =
                switch (type.unit()) {
                    case TimeUnit.SECOND -> 1;
                    case TimeUnit.MILLISECOND -> 1_000;
                    case TimeUnit.MICROSECOND -> 1_000_000;
                    default -> 1_000_000_000;
                };
        String zone = type.timezone();
        boolean local = zone == null || zone.isEmpty();
        return new ColumnType(Kind.TIME, Long.SIZE, /* signed= */ true, perSecond, local, -1, "timestamp");
    }

    private static ColumnType date(Date type) {
        return type.unit() == DateUnit.DAY
                ? new ColumnType(
                        Kind.DAYS, Integer.SIZE, /* signed= */ true, SECONDS_A_DAY, /* local= */ true, -1, "date32")
                : new ColumnType(Kind.TIME, Long.SIZE, /* signed= */ true, 1_000, /* local= */ true, -1, "date64");
    }

    /** A list of anything but floats is of no use. */
    private static ColumnType list(Field field, int offsetBits, int listSize, String name) {
        Field child = field.childrenLength() == 1 ? field.children(0) : null;
        if (child == null || child.dictionary() != null || child.typeType() != Type.FloatingPoint) {
            return plain(Kind.OTHER, 0, name);
        }
        ColumnType element = floating((FloatingPoint) child.type(new FloatingPoint()));
        boolean known = element.kind == Kind.FLOAT && listSize >= -1 && (offsetBits > 0 || listSize > 0);
        return new ColumnType(
                known ? Kind.LIST : Kind.OTHER,
                element.bits,
                /* signed= */ offsetBits != Long.SIZE,
                0,
                /* local= */ false,
                listSize,
                name + " of " + element.name);
    }

    /** Whether a value may be larger than a long can hold. */
    boolean unsignedLong() {
        return !signed && bits == Long.SIZE;
    }

    /** Bits of the offsets of a list. */
    int offsetBits() {
        return signed ? Integer.SIZE : Long.SIZE;
    }
}
