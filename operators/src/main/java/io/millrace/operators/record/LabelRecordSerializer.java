package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link LabelRecord}. */
final class LabelRecordSerializer extends ImmutableSerializer<LabelRecord> {
    static final LabelRecordSerializer INSTANCE = new LabelRecordSerializer();
    private static final byte LABEL = 0;
    private static final byte REFUSED = 1;

    private LabelRecordSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(LabelRecord object, DataOutputView target) throws IOException {
        if (object instanceof LabelEvent label) {
            target.writeByte(LABEL);
            LabelEventSerializer.INSTANCE.serialize(label, target);
        } else {
            target.writeByte(REFUSED);
            RejectionSerializer.INSTANCE.serialize(((LabelRecord.Refused) object).rejection(), target);
        }
    }

    @Override
    protected LabelRecord read(DataInputView source, int version) throws IOException {
        byte kind = source.readByte();
        if (kind == LABEL) {
            return LabelEventSerializer.INSTANCE.deserialize(source);
        }
        if (kind == REFUSED) {
            return new LabelRecord.Refused(RejectionSerializer.INSTANCE.deserialize(source));
        }
        throw new IOException("neither a label nor a rejection: kind=" + kind + ", max=" + REFUSED);
    }

    @Override
    public TypeSerializerSnapshot<LabelRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<LabelRecord> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
