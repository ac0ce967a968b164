package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Rejection}. */
final class RejectionSerializer extends ImmutableSerializer<Rejection> {
    static final RejectionSerializer INSTANCE = new RejectionSerializer();

    private RejectionSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Rejection object, DataOutputView target) throws IOException {
        RawEventSerializer.INSTANCE.serialize(object.raw(), target);
        Bytes.writeText(object.stage().name(), target);
        Bytes.writeText(object.reason().name(), target);
        Bytes.writeText(object.detail(), target);
    }

    @Override
    protected Rejection read(DataInputView source, int version) throws IOException {
        RawEvent raw = RawEventSerializer.INSTANCE.deserialize(source);
        Rejection.Stage stage = Bytes.readEnum(Rejection.Stage.class, source);
        Reason reason = Bytes.readEnum(Reason.class, source);
        return new Rejection(raw, stage, reason, Bytes.readText(source));
    }

    @Override
    public TypeSerializerSnapshot<Rejection> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Rejection> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
