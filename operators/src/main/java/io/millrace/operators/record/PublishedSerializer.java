package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Published}. */
final class PublishedSerializer extends ImmutableSerializer<Published> {
    static final PublishedSerializer INSTANCE = new PublishedSerializer();

    private PublishedSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Published object, DataOutputView target) throws IOException {
        Bytes.writeText(object.model(), target);
        target.writeInt(object.version());
        target.writeInt(object.parent());
        target.writeLong(object.labels());
        target.writeLong(object.timeMillis());
    }

    @Override
    protected Published read(DataInputView source, int version) throws IOException {
        return new Published(
                Bytes.readText(source), source.readInt(), source.readInt(), source.readLong(), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<Published> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Published> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
