package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalsTest {
    private static final Workload JSON = Workloads.of("W2-json").orElseThrow();
    private static final Workload ARROW = Workloads.of("W2a").orElseThrow();

    @Test
    void comparesWhatArrowCarriesWithJson() {
        assertThat(Goals.of(List.of(JSON, ARROW), List.of(new OurRig())))
                .containsExactly(Comparison.against(new Cell("W2a", "ours"), new Cell("W2-json", "ours"), 8));
        assertThat(Goals.of(List.of(ARROW), List.of(new OurRig()))).isEmpty();
    }

    @Test
    void promisesNearlyWhatWouldBeReachedWithoutMetrics() {
        assertThat(Goals.of(List.of(JSON), List.of(AlternatingRig.metrics())))
                .containsExactly(Comparison.against(new Cell("W2-json", "metrics-on"), "metrics-off", 0.97));
    }
}
