package io.millrace.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.report.Percentiles;
import io.millrace.benchmarks.report.Percentiles.Point;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyMeterTest {
    private static final long MILLI = 1_000_000;

    @Test
    void givesThePercentilesOfWhatItTook() {
        LatencyMeter meter = new LatencyMeter(Duration.ZERO);
        for (int i = 1; i <= 10_000; i++) {
            meter.record(i, i * MILLI / 100);
        }

        Percentiles percentiles = meter.percentiles();

        assertThat(percentiles.count()).isEqualTo(10_000);
        assertThat(percentiles.points())
                .extracting(Point::percent)
                .containsExactly(50.0, 90.0, 95.0, 99.0, 99.9, 100.0);
        for (double percent : List.of(50.0, 90.0, 95.0, 99.0, 99.9, 100.0)) {
            assertThat(percentiles.millis(percent)).isCloseTo(percent, within(percent * 0.001 + 0.01));
        }
    }

    @Test
    void leavesOutWhatWasDueDuringTheWarmup() {
        LatencyMeter meter = new LatencyMeter(Duration.ofSeconds(30));

        meter.record(29_999_999_999L, 900 * MILLI);
        meter.record(30_000_000_000L, 2 * MILLI);

        assertThat(meter.percentiles().count()).isEqualTo(1);
        assertThat(meter.percentiles().millis(100)).isCloseTo(2, within(0.01));
    }

    @Test
    void countsAStallAgainstEveryEventThatItDelayed() {
        LatencyMeter meter = new LatencyMeter(Duration.ZERO);
        // One event a millisecond; nothing is answered for a second, then everything at once.
        for (int due = 0; due < 1_000; due++) {
            meter.record(due * MILLI, (1_000 - due) * MILLI);
        }

        assertThat(meter.percentiles().millis(50)).isCloseTo(500, within(2.0));
        assertThat(meter.percentiles().millis(99)).isCloseTo(990, within(2.0));
    }

    @Test
    void hasNoPercentilesOfNothing() {
        Percentiles percentiles = new LatencyMeter(Duration.ZERO).percentiles();

        assertThat(percentiles).isEqualTo(new Percentiles(0, List.of()));
        assertThat(percentiles.millis(99)).isNaN();
    }

    @Test
    void takesNoLatencyForLessThanNothing() {
        LatencyMeter meter = new LatencyMeter(Duration.ZERO);

        meter.record(0, -5 * MILLI);

        assertThat(meter.percentiles().millis(100)).isZero();
    }
}
