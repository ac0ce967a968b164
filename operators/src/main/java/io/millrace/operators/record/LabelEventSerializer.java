package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link LabelEvent}. */
final class LabelEventSerializer extends ImmutableSerializer<LabelEvent> {
    static final LabelEventSerializer INSTANCE = new LabelEventSerializer();

    private LabelEventSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(LabelEvent object, DataOutputView target) throws IOException {
        RawEventSerializer.INSTANCE.serialize(object.raw(), target);
        Bytes.writeText(object.target(), target);
        LabelSerializer.INSTANCE.serialize(object.label(), target);
    }

    @Override
    protected LabelEvent read(DataInputView source, int version) throws IOException {
        return new LabelEvent(
                RawEventSerializer.INSTANCE.deserialize(source),
                Bytes.readText(source),
                LabelSerializer.INSTANCE.deserialize(source));
    }

    @Override
    public TypeSerializerSnapshot<LabelEvent> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LabelEvent> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
