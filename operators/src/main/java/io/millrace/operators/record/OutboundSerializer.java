package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of an {@link Outbound}. */
final class OutboundSerializer extends ImmutableSerializer<Outbound> {
    static final OutboundSerializer INSTANCE = new OutboundSerializer();

    private OutboundSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Outbound object, DataOutputView target) throws IOException {
        Bytes.writeBytes(object.key(), target);
        Bytes.writeBytes(object.value(), target);
        Bytes.writeHeaders(object.headers(), target);
    }

    @Override
    protected Outbound read(DataInputView source, int version) throws IOException {
        byte[] key = Bytes.readNullableBytes(source);
        byte[] value = Bytes.readNullableBytes(source);
        return new Outbound(key, value, Bytes.readHeaders(source));
    }

    @Override
    public TypeSerializerSnapshot<Outbound> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Outbound> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
