package io.millrace.operators.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SlicesTest {

    @Test
    void givesTheFirstValuesOfAFieldASliceOfTheirOwn() throws Exception {
        Slices slices = new Slices(List.of("zip", "bool"));
        for (int i = 0; i < Slices.MOST; i++) {
            assertThat(slices.of(List.of("z" + i, "true"))).containsExactly("all", "zip=z" + i, "bool=true");
        }
        assertThat(slices.of(List.of("another", "false"))).containsExactly("all", "zip=other", "bool=false");
        assertThat(slices.of(List.of("z7", ""))).containsExactly("all", "zip=z7", "bool=");

        DataOutputSerializer out = new DataOutputSerializer(64);
        slices.write(out);
        Slices copy = new Slices(List.of("bool", "zip"));
        copy.read(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(copy.of(List.of("true", "another"))).containsExactly("all", "bool=true", "zip=other");
    }

    @Test
    void givesALongTextNoSliceOfItsOwn() {
        assertThat(new Slices(List.of("text")).of(List.of("x".repeat(201)))).containsExactly("all", "text=other");
    }
}
