package io.millrace.operators.feedback;

import io.millrace.operators.record.ImmutableSerializer;
import io.millrace.operators.record.ImmutableTypeInfo;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.RecordTypes;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of a {@link Held}. */
final class HeldSerializer extends ImmutableSerializer<Held> {
    static final HeldSerializer INSTANCE = new HeldSerializer();
    static final TypeInformation<Held> TYPE = new ImmutableTypeInfo<>(Held.class, INSTANCE);
    private static final TypeSerializer<LabelEvent> LABEL =
            RecordTypes.LABEL_EVENT.createSerializer(new SerializerConfigImpl());

    private HeldSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Held object, DataOutputView target) throws IOException {
        LABEL.serialize(object.event(), target);
        target.writeLong(object.arrivedMillis());
    }

    @Override
    protected Held read(DataInputView source, int version) throws IOException {
        return new Held(LABEL.deserialize(source), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<Held> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Held> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
