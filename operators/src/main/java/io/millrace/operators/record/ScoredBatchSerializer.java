package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link ScoredBatch}. */
final class ScoredBatchSerializer extends ImmutableSerializer<ScoredBatch> {
    static final ScoredBatchSerializer INSTANCE = new ScoredBatchSerializer();

    private ScoredBatchSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(ScoredBatch object, DataOutputView target) throws IOException {
        target.writeInt(object.rows());
        Bytes.writeBytes(object.arrow(), target);
    }

    @Override
    protected ScoredBatch read(DataInputView source, int version) throws IOException {
        return new ScoredBatch(source.readInt(), Bytes.readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<ScoredBatch> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ScoredBatch> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
