package io.millrace.models.online;

import io.millrace.models.feature.Encoding;
import io.millrace.models.feature.Row;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How one column is encoded by now. */
interface ColumnSlot {

    /** Sees a value; says whether an element was inserted for it at the end of what the column is encoded into. */
    Growth observe(Row row);

    /** What became of the width of a column. */
    enum Growth {
        NONE,
        /** A new element, last of all. */
        LAST,
        /** A new element, before the last one. */
        BEFORE_LAST
    }

    /** Elements that {@link #encode} writes. */
    int width();

    void encode(Row row, float[] into, int at);

    /** The encoding that does the same. */
    Encoding encoding();

    void write(DataOutput out) throws IOException;

    /** Goes on from what {@link #write} has written. */
    void read(DataInput in) throws IOException;
}
