package io.millrace.operators.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.quality.Recent.Entry;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent recent = new Recent(List.of("zip"));

    @Test
    void knowsTheLatestRows() {
        for (int i = 0; i < Recent.MOST; i++) {
            recent.add("r" + i, entry(i));
        }
        assertThat(recent.mayHaveForgotten()).isFalse();
        recent.add("r" + Recent.MOST, entry(Recent.MOST));

        assertThat(recent.mayHaveForgotten()).isTrue();
        assertThat(recent.find("r0")).isNull();
        assertThat(places("r1", recent)).containsExactly(1, 10);
        assertThat(places("r" + Recent.MOST, recent)).containsExactly(Recent.MOST, 10L * Recent.MOST);
        recent.forget("r1");
        assertThat(recent.find("r1")).isNull();
    }

    @Test
    void goesOnFromItsBytesWithOtherFields() throws Exception {
        for (int i = 0; i < 40; i++) {
            recent.add("r" + i, entry(i));
        }
        recent.forget("r3");
        DataOutputSerializer out = new DataOutputSerializer(64);
        recent.write(out);
        Recent copy = new Recent(List.of("rooms", "zip"));
        copy.read(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(copy.find("r3")).isNull();
        assertThat(places("r7", copy)).containsExactly(7, Recent.NEVER, 70);
        copy.add("new", entry(99));
        assertThat(places("new", copy)).containsExactly(99, 990);
    }

    private static Entry entry(int i) {
        return new Entry(0, new long[] {i, 10L * i});
    }

    private static long[] places(String id, Recent recent) {
        return Objects.requireNonNull(recent.find(id)).places();
    }
}
