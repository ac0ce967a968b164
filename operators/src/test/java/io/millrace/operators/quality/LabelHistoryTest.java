package io.millrace.operators.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LabelHistoryTest {
    private final LabelHistory history = new LabelHistory();

    @Test
    void knowsTheLastLabelBeforeATimeInWhateverOrderTheyCome() {
        long seed = 5;
        Random random = new Random(seed);
        TreeMap<Long, String> oracle = new TreeMap<>();
        for (int i = 0; i < 5000; i++) {
            long time = random.nextInt(1_000_000);
            if (!oracle.containsKey(time)) {
                oracle.put(time, "l" + i);
                history.add(time, "l" + i);
            }
            long asked = random.nextInt(1_000_000);
            assertThat(history.before(asked))
                    .as("seed=" + seed + ", i=" + i)
                    .isEqualTo(
                            oracle.lowerEntry(asked) == null
                                    ? null
                                    : oracle.lowerEntry(asked).getValue());
        }
    }

    @Test
    void doesNotKnowAtATimeWhatBecomesKnownThen() {
        history.add(10, "a");
        assertThat(history.before(10)).isNull();
        assertThat(history.before(11)).isEqualTo("a");
    }

    @Test
    void isVagueAboutLongAgoOnly() {
        int labels = 3 * LabelHistory.MOST;
        for (int i = 0; i < labels; i++) {
            history.add(i, Integer.toString(i));
        }
        for (int i = labels - LabelHistory.MOST / 2; i < labels; i++) {
            assertThat(history.before(i)).isEqualTo(Integer.toString(i - 1));
        }
        String early = history.before(labels / 2);
        assertThat(early).isNotNull().satisfies(label -> assertThat(Integer.parseInt(label))
                .isBetween(labels / 2 - 64, labels / 2 - 1));
    }

    @Test
    void goesOnFromItsBytes() throws Exception {
        for (int i = 0; i < 100; i++) {
            history.add(i, "l" + i);
        }
        DataOutputSerializer out = new DataOutputSerializer(64);
        history.write(out);
        LabelHistory copy = new LabelHistory();
        copy.read(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(copy.before(50)).isEqualTo("l49");
        assertThat(copy.before(1000)).isEqualTo("l99");
    }
}
