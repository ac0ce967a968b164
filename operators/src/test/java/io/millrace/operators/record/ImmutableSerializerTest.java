package io.millrace.operators.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.junit.jupiter.api.Test;

class ImmutableSerializerTest {

    /** Version 1 was one number; version 2 added a second one, -1 in old bytes. */
    private record Pair(int first, int second) {}

    @Test
    void readsAnOlderFormat() throws IOException {
        DataOutputSerializer old = new DataOutputSerializer(8);
        old.writeByte(1);
        old.writeInt(7);

        Pair read = new PairSerializer(2).deserialize(new DataInputDeserializer(old.getCopyOfBuffer()));

        assertThat(read).isEqualTo(new Pair(7, -1));
    }

    @Test
    void writesTheNewestFormat() throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(16);
        new PairSerializer(2).serialize(new Pair(7, 8), target);

        assertThat(target.getCopyOfBuffer()).containsExactly(2, 0, 0, 0, 7, 0, 0, 0, 8);
    }

    @Test
    void refusesAVersionThatIsNoByte() {
        assertThatThrownBy(() -> new PairSerializer(128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("format version does not fit: version=128, min=1, max=127");
    }

    private static final class PairSerializer extends ImmutableSerializer<Pair> {
        PairSerializer(int version) {
            super(version);
        }

        @Override
        protected void write(Pair object, DataOutputView target) throws IOException {
            target.writeInt(object.first());
            target.writeInt(object.second());
        }

        @Override
        protected Pair read(DataInputView source, int version) throws IOException {
            return new Pair(source.readInt(), version == 1 ? -1 : source.readInt());
        }

        @Override
        public TypeSerializerSnapshot<Pair> snapshotConfiguration() {
            throw new UnsupportedOperationException("not part of this test");
        }
    }
}
