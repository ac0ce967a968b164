package io.millrace.operators.infer;

import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ImmutableSerializer;
import io.millrace.operators.record.RecordTypes;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of an {@link Arrival}. */
final class ArrivalSerializer extends ImmutableSerializer<Arrival> {
    static final ArrivalSerializer INSTANCE = new ArrivalSerializer();
    private static final TypeSerializer<EnrichedEvent> EVENT =
            RecordTypes.ENRICHED_EVENT.createSerializer(new SerializerConfigImpl());

    private ArrivalSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(Arrival object, DataOutputView target) throws IOException {
        EVENT.serialize(object.event(), target);
        target.writeLong(object.timestamp());
    }

    @Override
    protected Arrival read(DataInputView source, int version) throws IOException {
        return new Arrival(EVENT.deserialize(source), source.readLong());
    }

    @Override
    public TypeSerializerSnapshot<Arrival> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Arrival> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
