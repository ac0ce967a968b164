package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.report.LatencyResult.Goal;
import io.millrace.benchmarks.report.LatencyResult.Load;
import io.millrace.benchmarks.report.LatencyResult.Spacing;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyResultTest {
    private static final Cell CELL = new Cell("W2", "ours");
    private static final Goal GOAL = new Goal(0.5, 99, 12);

    @Test
    void holdsAGoalAgainstTheWorstLoadThatCounts() {
        LatencyResult result = new LatencyResult(
                CELL,
                1_000,
                List.of(
                        load(0.5, Spacing.POISSON, 9, Verdict.COUNTED),
                        load(0.5, Spacing.CONSTANT, 7, Verdict.COUNTED),
                        load(0.5, Spacing.POISSON, 80, Verdict.rejected("foreign CPU 14 %, at most 10 %")),
                        load(0.9, Spacing.POISSON, 30, Verdict.COUNTED)),
                List.of(GOAL));

        assertThat(result.worst(GOAL)).isEqualTo(9);
    }

    @Test
    void holdsAGoalAgainstNothingIfItsLoadWasNotRun() {
        LatencyResult result =
                new LatencyResult(CELL, 1_000, List.of(load(0.9, Spacing.POISSON, 30, Verdict.COUNTED)), List.of(GOAL));

        assertThat(result.worst(GOAL)).isNaN();
    }

    @Test
    void refusesACapacityOfNothing() {
        assertThatThrownBy(() -> new LatencyResult(CELL, 0, List.of(), List.of()))
                .hasMessage("loads are shares of nothing: cell=W2/ours, capacity-per-second=0.0, more than 0");
    }

    private static Load load(double share, Spacing spacing, double p99, Verdict verdict) {
        return new Load(
                share, spacing, new Percentiles(1_000, List.of(new Percentiles.Point(99, p99))), List.of(), verdict);
    }
}
