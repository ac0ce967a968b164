package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    @Test
    void isReachedWhereTheWholeIntervalIs() {
        assertThat(standing(new Estimate(9, 8, 10), 8)).isEqualTo(Standing.REACHED);
    }

    @Test
    void isUnsureWhereTheIntervalHoldsTheGoal() {
        assertThat(standing(new Estimate(9, 7, 10), 8)).isEqualTo(Standing.UNSURE);
    }

    @Test
    void isMissedWhereTheMedianIsBelow() {
        assertThat(standing(new Estimate(7, 6, 10), 8)).isEqualTo(Standing.MISSED);
    }

    @Test
    void isUnsureWithoutAnInterval() {
        assertThat(standing(new Estimate(9, Double.NaN, Double.NaN), 8)).isEqualTo(Standing.UNSURE);
    }

    @Test
    void isOpenWhereNothingWasMeasured() {
        assertThat(standing(Estimate.NONE, 8)).isEqualTo(Standing.OPEN);
        assertThat(standing(Estimate.NONE, 0)).isEqualTo(Standing.FREE);
    }

    @Test
    void isMissedByATimeThatNeverCame() {
        assertThat(Standing.atMost(11, 12)).isEqualTo(Standing.REACHED);
        assertThat(Standing.atMost(Double.NaN, 12)).isEqualTo(Standing.MISSED);
        assertThat(Standing.atMost(11, Double.NaN)).isEqualTo(Standing.FREE);
    }

    private static Standing standing(Estimate estimate, double goal) {
        Comparison comparison = Comparison.against(new Cell("W2", "ours"), "naive", goal);
        return Standing.of(new Ratio(comparison, Measure.WALL, estimate, List.of()));
    }
}
