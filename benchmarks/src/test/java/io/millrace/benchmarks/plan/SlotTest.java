package io.millrace.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig;
import io.millrace.models.batch.Forecast;
import io.millrace.models.infer.ModelProfile;
import io.millrace.models.infer.ModelProfile.Point;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SlotTest {
    private static final Steps STEPS = new Steps(5, 2, 1, 1, 1);

    @Test
    void addsTheStepsAndTheModelInTheBatchesOfThatRate() {
        Slot slot = new Slot(STEPS, batches(100_000, 1_000, Duration.ofMillis(20)));

        // A pace of 2 ms: 100 µs are a twentieth of it. 83,333 events in a second are 166 in that time.
        assertThat(slot.rows(1)).isBetween(160, 175);
        assertThat(slot.modelMicros()).isCloseTo(1 + 100.0 / slot.rows(1), Offset.offset(0.01));
        assertThat(slot.eventsPerSecond()).isCloseTo(1e6 / slot.eventMicros(), Offset.offset(1.0));
    }

    @Test
    void aModelThatTakesLongGathersItsBatchesWhileItRuns() {
        Slot slot = new Slot(STEPS, batches(1_000_000, 500_000, Duration.ofSeconds(10)));

        assertThat(slot.rows(1)).isGreaterThan(30);
        assertThat(slot.eventMicros()).isCloseTo(10 + 500 + 1_000.0 / slot.rows(1), Offset.offset(0.1));
    }

    @Test
    void anEventWaitsForThePaceAndTwoBatches() {
        Slot slot = new Slot(STEPS, batches(100_000, 1_000, Duration.ofMillis(20)));

        double batch = 0.1 + 0.001 * slot.rows(0.5);
        assertThat(slot.scoringP99Millis(0.5)).isCloseTo(2 + 2 * batch, Offset.offset(0.01));
    }

    @Test
    void slotsAreNotPlannedFull() {
        Slot slot = new Slot(STEPS, batches(0, 0, Duration.ofMillis(20)));

        assertThat(slot.eventsPerSecond()).isCloseTo(100_000, Offset.offset(100.0));
        assertThat(slot.slots(1)).isOne();
        assertThat(slot.slots(69_000)).isOne();
        assertThat(slot.slots(71_000)).isEqualTo(2);
        assertThat(slot.slots(1_000_000)).isEqualTo(15);
    }

    private static Forecast batches(long fixedNanos, long rowNanos, Duration target) {
        ModelProfile profile = new ModelProfile(
                List.of(new Point(1, fixedNanos + rowNanos), new Point(256, fixedNanos + 256 * rowNanos)));
        return new Forecast(
                profile,
                new BatchingConfig(
                        256, Duration.ZERO, target, BatchingConfig.Order.UNORDERED, 1, 1024, Duration.ofMinutes(1)));
    }
}
