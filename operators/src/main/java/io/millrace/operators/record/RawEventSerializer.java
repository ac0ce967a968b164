package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link RawEvent}. */
final class RawEventSerializer extends ImmutableSerializer<RawEvent> {
    static final RawEventSerializer INSTANCE = new RawEventSerializer();

    private RawEventSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(RawEvent object, DataOutputView target) throws IOException {
        Position position = object.position();
        Bytes.writeText(position.topic(), target);
        target.writeInt(position.partition());
        target.writeLong(position.offset());
        target.writeLong(object.timestamp());
        Bytes.writeBytes(object.key(), target);
        Bytes.writeBytes(object.value(), target);
        Bytes.writeHeaders(object.headers(), target);
    }

    @Override
    protected RawEvent read(DataInputView source, int version) throws IOException {
        Position position = new Position(Bytes.readText(source), source.readInt(), source.readLong());
        long timestamp = source.readLong();
        byte[] key = Bytes.readNullableBytes(source);
        byte[] value = Bytes.readNullableBytes(source);
        return new RawEvent(position, timestamp, key, value, Bytes.readHeaders(source));
    }

    @Override
    public TypeSerializerSnapshot<RawEvent> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawEvent> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
