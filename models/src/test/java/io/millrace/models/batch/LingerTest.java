package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LingerTest {

    @Test
    void withoutADelayABatchLeavesAtOnce() {
        Linger linger = new Linger(0);

        assertThat(linger.remainingNanos(100, 100)).isZero();
        assertThat(linger.remainingNanos(100, 500)).isZero();
        assertThat(linger.reason()).isEqualTo(CloseReason.IDLE_WORKER);
    }

    @Test
    void withADelayItWaitsFromTheArrivalOfItsOldestRow() {
        Linger linger = new Linger(50);

        assertThat(linger.remainingNanos(100, 100)).isEqualTo(50);
        assertThat(linger.remainingNanos(100, 149)).isEqualTo(1);
        assertThat(linger.remainingNanos(100, 150)).isZero();
        assertThat(linger.remainingNanos(100, 200)).isNegative();
        assertThat(linger.reason()).isEqualTo(CloseReason.DEADLINE);
    }

    @Test
    void aClockThatOverflowsDoesNoHarm() {
        Linger linger = new Linger(50);

        assertThat(linger.remainingNanos(Long.MAX_VALUE - 10, Long.MIN_VALUE + 9))
                .isEqualTo(30);
    }
}
