package io.millrace.models.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The bytes of a sketch, after their number. */
final class Sketches {
    private Sketches() {}

    static void write(byte[] sketch, DataOutput out) throws IOException {
        out.writeInt(sketch.length);
        out.write(sketch);
    }

    static byte[] read(DataInput in) throws IOException {
        byte[] sketch = new byte[in.readInt()];
        in.readFully(sketch);
        return sketch;
    }
}
