package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link FeatureCheck}. */
final class FeatureCheckSerializer extends ImmutableSerializer<FeatureCheck> {
    static final FeatureCheckSerializer INSTANCE = new FeatureCheckSerializer();

    private FeatureCheckSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(FeatureCheck object, DataOutputView target) throws IOException {
        Bytes.writeText(object.feature(), target);
        target.writeLong(object.timeMillis());
        Bytes.writeText(object.outcome().name(), target);
        target.writeDouble(object.difference());
        target.writeDouble(object.magnitude());
        target.writeLong(object.ageMillis());
    }

    @Override
    protected FeatureCheck read(DataInputView source, int version) throws IOException {
        return new FeatureCheck(
                Bytes.readText(source),
                source.readLong(),
                Bytes.readEnum(FeatureCheck.Outcome.class, source),
                source.readDouble(),
                source.readDouble(),
                source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<FeatureCheck> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeatureCheck> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
