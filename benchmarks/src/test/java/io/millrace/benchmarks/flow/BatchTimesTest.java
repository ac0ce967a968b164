package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.report.BatchCost;
import io.millrace.config.BatchingConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchTimesTest {
    private static final BatchingConfig BATCHING = new BatchingConfig(
            256, Duration.ZERO, Duration.ofMillis(20), BatchingConfig.Order.UNORDERED, 1, 1024, Duration.ofMinutes(1));

    @Test
    void theMediansOfAllRoundsLieOnTheFittedLine() {
        BatchTimes times = new BatchTimes();
        times.add(BatchTimes.note(Map.of(32, 82.0, 256, 306.0)));
        times.add(BatchTimes.note(Map.of(32, 80.0, 256, 310.0)));
        times.add(BatchTimes.note(Map.of(32, 900.0, 256, 100.0)));

        BatchCost cost = times.cost("W2-json", BATCHING).orElseThrow();

        assertThat(cost.points()).containsExactly(new BatchCost.Point(32, 82), new BatchCost.Point(256, 306));
        assertThat(cost.line().c0()).isCloseTo(50, within(0.1));
        assertThat(cost.line().c1()).isCloseTo(1, within(0.01));
    }

    @Test
    void notesOfOtherRigsSayNothingOfBatches() {
        BatchTimes times = new BatchTimes();
        times.add("bytes=17");
        times.add("");

        assertThat(times.cost("W2-json", BATCHING)).isEmpty();
    }
}
