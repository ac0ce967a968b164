package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputResultTest {
    private static final long SEED = 7;
    private static final Cell OURS = new Cell("W2", "ours");
    private static final Cell NAIVE = new Cell("W2", "naive");

    @Test
    void takesTheMedianOfTheRatiosAndNotTheRatioOfTheMedians() {
        ThroughputResult result = new ThroughputResult(
                List.of(Comparison.against(OURS, "naive", 0)),
                List.of(
                        counted(OURS, 1, 100),
                        counted(NAIVE, 1, 10),
                        counted(OURS, 2, 40),
                        counted(NAIVE, 2, 20),
                        counted(OURS, 3, 200),
                        counted(NAIVE, 3, 50)));

        Ratio ratio = wall(result);

        // The medians are 100 and 20, their ratio would be 5.
        assertThat(ratio.rounds())
                .extracting(Ratio.RoundRatio::value)
                .usingElementComparator((left, right) -> Math.abs(left - right) < 1e-9 ? 0 : 1)
                .containsExactly(10.0, 2.0, 4.0);
        assertThat(ratio.estimate().median()).isCloseTo(4, within(1e-9));
    }

    @Test
    void addsTheTimesOfThoseThatShareTheSubjectsTime() {
        ThroughputResult result = new ThroughputResult(
                List.of(Comparison.efficiency(OURS, "decode", "forward", 0.85)),
                List.of(
                        counted(OURS, 1, 18),
                        counted(new Cell("W2", "decode"), 1, 30),
                        counted(new Cell("W2", "forward"), 1, 60)));

        // 1/T* = 1/30 + 1/60 = 1/20
        assertThat(wall(result).estimate().median()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void comparesProcessorTimeToo() {
        ThroughputResult result = new ThroughputResult(
                List.of(Comparison.against(OURS, "naive", 0)),
                List.of(
                        new Round(OURS, 1, new Sample(100, 1, 5, 0, 0), Verdict.COUNTED),
                        new Round(NAIVE, 1, new Sample(100, 1, 40, 0, 0), Verdict.COUNTED)));

        Ratio cpu = result.ratios(SEED).get(1);

        assertThat(cpu.measure()).isEqualTo(Measure.CPU);
        assertThat(cpu.estimate().median()).isCloseTo(8, within(1e-9));
    }

    @Test
    void leavesRoundsOutThatDoNotCountOnEitherSide() {
        ThroughputResult result = new ThroughputResult(
                List.of(Comparison.against(OURS, "naive", 0)),
                List.of(
                        new Round(OURS, 1, sample(900), Verdict.rejected("foreign CPU 14 %, at most 10 %")),
                        counted(NAIVE, 1, 10),
                        counted(OURS, 2, 60),
                        new Round(NAIVE, 2, sample(1), Verdict.gateFailed("outputs=99, expected=100")),
                        counted(OURS, 3, 80),
                        counted(NAIVE, 3, 10)));

        Ratio ratio = wall(result);

        assertThat(ratio.rounds()).extracting(Ratio.RoundRatio::number).containsExactly(3);
        assertThat(ratio.estimate().median()).isCloseTo(8, within(1e-9));
        assertThat(result.rejected()).isEqualTo(2);
    }

    @Test
    void takesTheRepetitionOfARejectedRound() {
        ThroughputResult result = new ThroughputResult(
                List.of(Comparison.against(OURS, "naive", 0)),
                List.of(
                        new Round(OURS, 1, sample(900), Verdict.rejected("foreign CPU 14 %, at most 10 %")),
                        counted(NAIVE, 1, 10),
                        counted(OURS, 1, 70)));

        assertThat(wall(result).estimate().median()).isCloseTo(7, within(1e-9));
    }

    @Test
    void estimatesNothingWhereNoRoundCounts() {
        ThroughputResult result =
                new ThroughputResult(List.of(Comparison.against(OURS, "naive", 8)), List.of(counted(OURS, 1, 70)));

        assertThat(wall(result).estimate().exists()).isFalse();
        assertThat(wall(result).rounds()).isEmpty();
    }

    @Test
    void refusesARoundThatCountsTwice() {
        assertThatThrownBy(() -> new ThroughputResult(List.of(), List.of(counted(OURS, 1, 1), counted(OURS, 1, 2))))
                .hasMessage("round counts twice: cell=W2/ours, number=1, counted at most once");
    }

    @Test
    void refusesAVerdictWithoutAReason() {
        assertThatThrownBy(() -> Verdict.rejected(""))
                .hasMessage("verdict and reason disagree: kind=REJECTED, why=, empty only when counted");
    }

    private static Ratio wall(ThroughputResult result) {
        return result.ratios(SEED).get(0);
    }

    private static Round counted(Cell cell, int number, double rate) {
        return new Round(cell, number, sample(rate), Verdict.COUNTED);
    }

    private static Sample sample(double rate) {
        return new Sample(1_000, 1_000 / rate, 1, 0, 0);
    }
}
