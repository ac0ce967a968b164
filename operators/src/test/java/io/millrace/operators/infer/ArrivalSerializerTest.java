package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.feature.Values;
import io.millrace.operators.record.RandomRecords;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ArrivalSerializerTest {

    @Test
    void readsWhatItWrote() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            long timestamp = seed % 3 == 0 ? Arrival.NO_TIMESTAMP : seed;
            Arrival arrival = new Arrival(new RandomRecords(seed).enrichedEvent(), timestamp);
            DataOutputSerializer bytes = new DataOutputSerializer(64);
            ArrivalSerializer.INSTANCE.serialize(arrival, bytes);

            assertThat(ArrivalSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer())))
                    .as("seed=%d", seed)
                    .usingRecursiveComparison()
                    .withEqualsForType(Values::equals, Values.class)
                    .isEqualTo(arrival);
        }
    }

    @Test
    void isFoundAgainAfterARestore() throws IOException {
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(bytes, ArrivalSerializer.INSTANCE.snapshotConfiguration());

        TypeSerializerSnapshot<Arrival> old = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(bytes.getCopyOfBuffer()), getClass().getClassLoader());

        assertThat(old.restoreSerializer()).isEqualTo(ArrivalSerializer.INSTANCE);
    }
}
