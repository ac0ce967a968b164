package io.millrace.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.report.BurstResult.Phase;
import io.millrace.benchmarks.report.BurstResult.Point;
import io.millrace.benchmarks.report.BurstResult.Recovery;
import io.millrace.jobs.load.Arrivals;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencySlicesTest {
    private static final long MILLI = 1_000_000;

    private final Arrivals arrivals =
            Arrivals.constant(200, 100).then(Arrivals.constant(200, 200)).then(Arrivals.constant(250, 100));
    private final LatencySlices slices = new LatencySlices(arrivals, Duration.ofSeconds(1));

    @Test
    void knowsWhatWasOfferedInEverySlice() {
        answerAll();

        assertThat(slices.points()).extracting(Point::second).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        assertThat(slices.points())
                .extracting(Point::offered)
                .usingElementComparator((left, right) -> Math.abs(left - right) < 1e-6 ? 0 : 1)
                .containsExactly(100.0, 100.0, 200.0, 100.0, 100.0, 100.0);
    }

    @Test
    void givesThePercentilesOfEverySlice() {
        answerAll();

        assertThat(slices.points().get(1).p50()).isCloseTo(5, within(0.01));
        assertThat(slices.points().get(2).p95()).isCloseTo(40, within(0.1));
        assertThat(slices.millis(Duration.ZERO, Duration.ofSeconds(2), 95)).isCloseTo(5, within(0.01));
        assertThat(slices.millis(Duration.ofSeconds(50), Duration.ofSeconds(60), 95))
                .isNaN();
    }

    @Test
    void leavesOutASliceWithoutAnAnswer() {
        slices.record(arrivals.offsetNanos(0), MILLI);

        assertThat(slices.points()).extracting(Point::second).containsExactly(1.0);
    }

    @Test
    void findsWhenTheLatencyWasBack() {
        Phase burst = new Phase(2, 4, 100, 200);
        List<Point> points = List.of(
                new Point(1, 100, 3, 9),
                new Point(2, 100, 3, 8),
                new Point(3, 200, 40, 80),
                new Point(4, 200, 90, 150),
                new Point(5, 100, 40, 60),
                new Point(6, 100, 5, 9));

        assertThat(Recovery.of(burst, 0, points, 12)).isEqualTo(new Recovery(9, 2, 12));
        assertThat(Recovery.of(burst, 1, points, 12)).isEqualTo(new Recovery(8, Double.NaN, 12));
    }

    @Test
    void isNotBackUnlessItStays() {
        Phase burst = new Phase(1, 2, 100, 200);
        List<Point> points = List.of(
                new Point(1, 100, 3, 9),
                new Point(2, 200, 40, 80),
                new Point(3, 100, 3, 9),
                new Point(4, 100, 3, 30),
                new Point(5, 100, 3, 9));

        assertThat(Recovery.of(burst, 0, points, 12).seconds()).isEqualTo(3);
    }

    /** 5 ms, except 40 ms for those due in the third second. */
    private void answerAll() {
        for (int number = 0; number < arrivals.size(); number++) {
            long due = arrivals.offsetNanos(number);
            slices.record(due, (due > 2_000_000_000L && due <= 3_000_000_000L ? 40 : 5) * MILLI);
        }
    }
}
