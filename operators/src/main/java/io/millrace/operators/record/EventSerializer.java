package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of an {@link Event}. */
final class EventSerializer extends ImmutableSerializer<Event> {
    static final EventSerializer INSTANCE = new EventSerializer();

    private EventSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Event object, DataOutputView target) throws IOException {
        RawEventSerializer.INSTANCE.serialize(object.raw(), target);
        Bytes.writeText(object.id(), target);
        Bytes.writeText(object.key(), target);
        target.writeLong(object.timeMillis());
        ValuesFormat.write(object.fields(), target);
    }

    @Override
    protected Event read(DataInputView source, int version) throws IOException {
        RawEvent raw = RawEventSerializer.INSTANCE.deserialize(source);
        String id = Bytes.readText(source);
        String key = Bytes.readText(source);
        return new Event(raw, id, key, source.readLong(), ValuesFormat.read(source));
    }

    @Override
    public TypeSerializerSnapshot<Event> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Event> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
