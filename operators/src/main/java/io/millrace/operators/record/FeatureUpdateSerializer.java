package io.millrace.operators.record;

import io.millrace.models.feature.Values;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link FeatureUpdate}. */
final class FeatureUpdateSerializer extends ImmutableSerializer<FeatureUpdate> {
    static final FeatureUpdateSerializer INSTANCE = new FeatureUpdateSerializer();

    private FeatureUpdateSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(FeatureUpdate object, DataOutputView target) throws IOException {
        Bytes.writeText(object.key(), target);
        target.writeLong(object.timeMillis());
        Values values = object.values();
        target.writeBoolean(values != null);
        if (values != null) {
            ValuesFormat.write(values, target);
        }
    }

    @Override
    protected FeatureUpdate read(DataInputView source, int version) throws IOException {
        return new FeatureUpdate(
                Bytes.readText(source), source.readLong(), source.readBoolean() ? ValuesFormat.read(source) : null);
    }

    @Override
    public TypeSerializerSnapshot<FeatureUpdate> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeatureUpdate> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
