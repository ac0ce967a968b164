package io.millrace.operators.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.evaluate.DelayProfile;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class RowTimesTest {
    private static final long HOUR = 3_600_000;

    private final RowTimes times = new RowTimes();

    @Test
    void expectsOfEveryRowWhatIsExpectedAtItsAge() throws Exception {
        long seed = 9;
        Random random = new Random(seed);
        DelayProfile delays = new DelayProfile();
        for (int i = 0; i < 1000; i++) {
            delays.add((long) (random.nextDouble() * 10 * HOUR));
        }
        double expected = 0;
        long now = 100 * HOUR;
        for (int i = 0; i < 2000; i++) {
            long time = now - (long) (random.nextDouble() * 20 * HOUR);
            times.add(time);
            expected += delays.share(now - time) / 2000;
        }
        assertThat(times.rows()).isEqualTo(2000);
        assertThat(times.share(delays, now)).as("seed=" + seed).isCloseTo(expected, within(0.01));

        DataOutputSerializer out = new DataOutputSerializer(64);
        times.write(out);
        RowTimes copy = new RowTimes();
        copy.read(new DataInputDeserializer(out.getCopyOfBuffer()));
        assertThat(copy.share(delays, now)).isEqualTo(times.share(delays, now));
    }

    @Test
    void holdsAnySpanOfTime() {
        times.add(0);
        times.add(1000 * 365 * 24 * HOUR);
        times.add(-500 * 365 * 24 * HOUR);
        DelayProfile delays = new DelayProfile();
        delays.add(HOUR);

        assertThat(times.rows()).isEqualTo(3);
        assertThat(times.share(delays, 1000 * 365 * 24 * HOUR))
                .as("the bin of the newest row is years wide")
                .isBetween(0.66, 1.0);
    }

    @Test
    void expectsNothingKnownBeforeALabelHasCome() {
        times.add(0);
        assertThat(times.share(new DelayProfile(), HOUR)).isNaN();
        assertThat(new RowTimes().share(new DelayProfile(), HOUR)).isNaN();
    }
}
