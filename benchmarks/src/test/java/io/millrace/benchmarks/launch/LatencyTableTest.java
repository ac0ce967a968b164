package io.millrace.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.LatencyResult;
import io.millrace.benchmarks.report.LatencyResult.Load;
import io.millrace.benchmarks.report.LatencyResult.Part;
import io.millrace.benchmarks.report.LatencyResult.Spacing;
import io.millrace.benchmarks.report.Percentiles;
import io.millrace.benchmarks.report.Percentiles.Point;
import io.millrace.benchmarks.report.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LatencyTableTest {
    private static final Percentiles LATENCY = new Percentiles(
            1_000,
            List.of(
                    new Point(50, 3.217),
                    new Point(90, 5.5),
                    new Point(95, 7.25),
                    new Point(99, 11.04),
                    new Point(99.9, 48.6),
                    new Point(100, 123.4)));

    @Test
    void showsOnlyWhatCounts() {
        LatencyResult result = new LatencyResult(
                new Cell("W2-json", "ours"),
                20_000,
                List.of(
                        new Load(
                                0.3,
                                Spacing.POISSON,
                                LATENCY,
                                List.of(new Part("in the job", LATENCY)),
                                Verdict.COUNTED),
                        new Load(0.9, Spacing.POISSON, LATENCY, List.of(), Verdict.rejected("sender late"))),
                List.of());
        assertThat(new LatencyTable(result).lines())
                .containsExactly(
                        "latency in ms from when an event was due; capacity 20,000 events/s",
                        "workload/rig           load   events/s       p50       p90       p95       p99     p99.9"
                                + "       max",
                        "W2-json/ours           30 %      6,000      3.22      5.50      7.25      11.0      48.6"
                                + "       123",
                        "W2-json/ours           90 %     18,000         -         -         -         -         -"
                                + "         -  sender late",
                        "p99 of parts at 30 %: in the job 11.0 ms");
    }
}
