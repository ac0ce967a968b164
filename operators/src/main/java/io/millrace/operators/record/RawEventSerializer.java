package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link RawEvent}. */
final class RawEventSerializer extends ImmutableSerializer<RawEvent> {
    static final RawEventSerializer INSTANCE = new RawEventSerializer();

    /** Before this version a record was always one event. */
    private static final int WITH_ROWS = 2;

    private RawEventSerializer() {
        super(WITH_ROWS);
    }

    @Override
    protected void write(RawEvent object, DataOutputView target) throws IOException {
        Position position = object.position();
        Bytes.writeText(position.topic(), target);
        target.writeInt(position.partition());
        target.writeLong(position.offset());
        target.writeInt(position.row());
        target.writeLong(object.timestamp());
        Bytes.writeBytes(object.key(), target);
        Bytes.writeBytes(object.value(), target);
        Bytes.writeHeaders(object.headers(), target);
    }

    @Override
    protected RawEvent read(DataInputView source, int version) throws IOException {
        Position record = new Position(Bytes.readText(source), source.readInt(), source.readLong());
        Position position = version < WITH_ROWS ? record : record.atRow(source.readInt());
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
