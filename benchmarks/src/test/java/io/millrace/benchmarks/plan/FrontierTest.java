package io.millrace.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.flow.OurRig.Tuning;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierTest {
    private final Trial small = trial(64, 30_000, 8);
    private final Trial middle = trial(256, 50_000, 9);
    private final Trial large = trial(1024, 52_000, 30);
    private final Trial beaten = trial(128, 49_000, 10);
    private final Trial unmeasured = trial(512, 60_000, Double.NaN);

    @Test
    void holdsWhatNoOtherTrialBeatsInBoth() {
        assertThat(Frontier.of(List.of(small, beaten, large, middle, unmeasured)))
                .containsExactly(large, middle, small);
    }

    @Test
    void keepsTrialsThatAreAlike() {
        assertThat(Frontier.of(List.of(small, trial(32, 30_000, 8)))).hasSize(2);
    }

    @Test
    void recommendsMostThroughputAtNearlyTheBestLatency() {
        assertThat(Frontier.recommended(List.of(small, beaten, large, middle, unmeasured)))
                .isEqualTo(middle);
    }

    @Test
    void recommendsNothingWithoutALatency() {
        assertThatThrownBy(() -> Frontier.recommended(List.of(unmeasured)))
                .hasMessage("no trial has a latency: trials=1");
    }

    private static Trial trial(int maxSize, double eventsPerSecond, double p99) {
        return new Trial(new Tuning(maxSize, 1, Duration.ZERO, 0), eventsPerSecond, p99);
    }
}
