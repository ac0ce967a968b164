package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.time.ManualTicker;
import org.junit.jupiter.api.Test;

class DemoPaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final ManualTicker ticker = new ManualTicker();
    private final long[] learned = {0};
    private final DemoPace pace = new DemoPace(1_500, () -> learned[0], ticker);

    @Test
    void holdsTheStreamUpWhileTheLearnerIsMoreThanTwoSecondsBehind() {
        send(3_000);
        assertThat(pace.closed()).isFalse();
        send(1);
        assertThat(pace.closed()).isTrue();
        learned[0] = 1;
        assertThat(pace.closed()).isFalse();
    }

    @Test
    void letsASlowStreamBeAheadByMoreThanALearnerKeepsBack() {
        DemoPace slow = new DemoPace(10, () -> 0, ticker);
        for (int i = 0; i < 2_000; i++) {
            slow.sent();
        }
        assertThat(slow.closed()).isFalse();
    }

    @Test
    void waitsAsLongAsTheLearnerMoves() {
        send(10_000);
        for (int second = 0; second < 60; second++) {
            learned[0]++;
            assertThat(pace.closed()).isTrue();
            ticker.advanceNanos(9 * SECOND);
        }
    }

    @Test
    void doesNotWaitForALearnerThatStandsStill() {
        assertThat(pace.closed()).isFalse();
        send(10_000);
        assertThat(pace.closed()).isTrue();
        ticker.advanceNanos(11 * SECOND);
        assertThat(pace.closed()).isFalse();
        learned[0] = 1;
        assertThat(pace.closed()).as("for good").isFalse();
    }

    private void send(int labels) {
        for (int i = 0; i < labels; i++) {
            pace.sent();
            pace.closed();
        }
    }
}
