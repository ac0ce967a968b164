package io.millrace.operators.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link ServedFeatures}. */
final class ServedFeaturesSerializer extends ImmutableSerializer<ServedFeatures> {
    static final ServedFeaturesSerializer INSTANCE = new ServedFeaturesSerializer();

    private ServedFeaturesSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(ServedFeatures object, DataOutputView target) throws IOException {
        Bytes.writeText(object.id(), target);
        Bytes.writeText(object.view(), target);
        Bytes.writeText(object.key(), target);
        target.writeLong(object.timeMillis());
        target.writeLong(object.ageMillis());
        ValuesFormat.write(object.values(), target);
        Bytes.writeBytes(object.freshness(), target);
    }

    @Override
    protected ServedFeatures read(DataInputView source, int version) throws IOException {
        return new ServedFeatures(
                Bytes.readText(source),
                Bytes.readText(source),
                Bytes.readText(source),
                source.readLong(),
                source.readLong(),
                ValuesFormat.read(source),
                Bytes.readBytes(source));
    }

    @Override
    public TypeSerializerSnapshot<ServedFeatures> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ServedFeatures> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
