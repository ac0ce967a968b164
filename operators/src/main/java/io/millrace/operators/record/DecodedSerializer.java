package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Decoded}. */
final class DecodedSerializer extends ImmutableSerializer<Decoded> {
    static final DecodedSerializer INSTANCE = new DecodedSerializer();
    private static final byte EVENT = 0;
    private static final byte REJECTION = 1;

    private DecodedSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Decoded object, DataOutputView target) throws IOException {
        if (object instanceof Event event) {
            target.writeByte(EVENT);
            EventSerializer.INSTANCE.serialize(event, target);
        } else {
            target.writeByte(REJECTION);
            RejectionSerializer.INSTANCE.serialize((Rejection) object, target);
        }
    }

    @Override
    protected Decoded read(DataInputView source, int version) throws IOException {
        byte kind = source.readByte();
        if (kind == EVENT) {
            return EventSerializer.INSTANCE.deserialize(source);
        }
        if (kind == REJECTION) {
            return RejectionSerializer.INSTANCE.deserialize(source);
        }
        throw new IOException("neither an event nor a rejection: kind=" + kind + ", max=" + REJECTION);
    }

    @Override
    public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
