package io.millrace.operators.record;

import io.millrace.models.feature.Values;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The bytes of an {@link EnrichedEvent}. */
final class EnrichedEventSerializer extends ImmutableSerializer<EnrichedEvent> {
    static final EnrichedEventSerializer INSTANCE = new EnrichedEventSerializer();

    private EnrichedEventSerializer() {
        super(/* version= */ 1);
    }

    @Override
    protected void write(EnrichedEvent object, DataOutputView target) throws IOException {
        EventSerializer.INSTANCE.serialize(object.event(), target);
        writeFeatures(object.features(), target);
        target.writeInt(object.enrichMicros());
    }

    @Override
    protected EnrichedEvent read(DataInputView source, int version) throws IOException {
        Event event = EventSerializer.INSTANCE.deserialize(source);
        FeatureValues features = readFeatures(source);
        return new EnrichedEvent(event, features, source.readInt());
    }

    private static void writeFeatures(FeatureValues features, DataOutputView target) throws IOException {
        ValuesFormat.write(features.values(), target);
        target.writeInt(features.columns());
        for (int column = 0; column < features.columns(); column++) {
            target.writeByte(features.freshness(column).code());
        }
        target.writeInt(features.views());
        for (int view = 0; view < features.views(); view++) {
            target.writeLong(features.ageMillis(view));
        }
        target.writeBoolean(features.degraded());
    }

    private static FeatureValues readFeatures(DataInputView source) throws IOException {
        Values values = ValuesFormat.read(source);
        byte[] freshness = new byte[source.readInt()];
        source.readFully(freshness);
        long[] ages = new long[source.readInt()];
        for (int view = 0; view < ages.length; view++) {
            ages[view] = source.readLong();
        }
        return new FeatureValues(values, freshness, ages, source.readBoolean());
    }

    @Override
    public TypeSerializerSnapshot<EnrichedEvent> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Finds the serializer again after a restore. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<EnrichedEvent> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
