package io.millrace.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Comparison;
import io.millrace.benchmarks.report.Legend;
import io.millrace.benchmarks.report.Machine;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Run;
import io.millrace.benchmarks.report.Sample;
import io.millrace.benchmarks.report.ThroughputResult;
import io.millrace.benchmarks.report.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ThroughputTableTest {
    private static final Cell OURS = new Cell("W2-json", "ours");
    private static final Cell FORWARD = new Cell("W2-json", "forward");

    @Test
    void keepsTheDigitsOfASmallRatio() {
        Result result = Result.of(
                run(),
                new ThroughputResult(
                        List.of(Comparison.against(OURS, "forward", 0)),
                        List.of(round(OURS, 2_000), round(FORWARD, 500_000))));
        assertThat(new ThroughputTable(result).lines())
                .filteredOn(line -> line.contains("forward") && !line.contains("/"))
                .singleElement()
                .asString()
                .contains(" 0.00400 ");
    }

    private static Round round(Cell cell, long events) {
        return new Round(cell, 1, new Sample(events, 1, 10, 0, 0), Verdict.COUNTED);
    }

    private static Run run() {
        Machine machine = new Machine(
                new Machine.Hardware("a processor", 2, 0),
                new Machine.Software("Linux", "17", "unknown"),
                new Machine.Conditions(Instant.EPOCH, "nothing", 0));
        return new Run("./millrace bench run", machine, Map.of(), new Legend(Map.of(), Map.of()), 1);
    }
}
