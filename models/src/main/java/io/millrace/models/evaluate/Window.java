package io.millrace.models.evaluate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest predictions of a row of places, which are counted on for ever; those taken back leave their place empty. */
final class Window {
    private final int size;
    private final List<@Nullable Judged> slots = new ArrayList<>();

    Window(int size) {
        this.size = size;
    }

    /** What is at a place among the latest. */
    @Nullable
    Judged at(long place) {
        int slot = (int) (place % size);
        return slot < slots.size() ? slots.get(slot) : null;
    }

    /** Sets what is at a place among the latest, or at the next one, and so forgets the oldest. */
    void set(long place, @Nullable Judged one) {
        int slot = (int) (place % size);
        if (slot == slots.size()) {
            slots.add(one);
        } else {
            slots.set(slot, one);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(slots.size());
        for (Judged one : slots) {
            out.writeBoolean(one != null);
            if (one != null) {
                out.writeDouble(one.target());
                out.writeFloat(one.predicted());
                out.writeFloat(one.probability());
                out.writeFloat(one.confidence());
                out.writeInt(one.before());
            }
        }
    }

    void read(DataInput in) throws IOException {
        slots.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            slots.add(
                    in.readBoolean()
                            ? new Judged(in.readDouble(), in.readFloat(), in.readFloat(), in.readFloat(), in.readInt())
                            : null);
        }
    }
}
