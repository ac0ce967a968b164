package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.report.Figures;
import io.millrace.benchmarks.report.LatencyResult;
import io.millrace.benchmarks.report.LatencyResult.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Latencies as a table for people. A load that does not count has no numbers here; the files hold them. */
final class LatencyTable {
    private static final double[] PERCENTS = {50, 90, 95, 99, 99.9, 100};
    private static final String FORMAT = "%-20s %6s %10s %9s %9s %9s %9s %9s %9s";

    private final LatencyResult result;

    LatencyTable(LatencyResult result) {
        this.result = result;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "latency in ms from when an event was due; capacity %s events/s",
                Figures.digits(result.capacityPerSecond())));
        lines.add(String.format(
                Locale.ROOT, FORMAT, "workload/rig", "load", "events/s", "p50", "p90", "p95", "p99", "p99.9", "max"));
        result.loads().forEach(load -> lines.add(line(load)));
        result.loads().stream()
                .filter(load -> load.verdict().counted() && !load.parts().isEmpty())
                .forEach(load -> lines.add(parts(load)));
        return lines;
    }

    /** The p99 of parts do not add up to that of the whole. */
    private static String parts(Load load) {
        return String.format(Locale.ROOT, "p99 of parts at %.0f %%: ", 100 * load.share())
                + load.parts().stream()
                        .map(part -> part.name() + " "
                                + Figures.digits(part.latency().millis(99)) + " ms")
                        .collect(Collectors.joining(", "));
    }

    private String line(Load load) {
        List<Object> cells = new ArrayList<>(List.of(
                result.cell(),
                Figures.plain(Math.rint(100 * load.share())) + " %",
                Figures.digits(result.offered(load))));
        for (double percent : PERCENTS) {
            cells.add(load.verdict().counted() ? Figures.digits(load.latency().millis(percent)) : "-");
        }
        String line = String.format(Locale.ROOT, FORMAT, cells.toArray());
        return load.verdict().counted() ? line : line + "  " + load.verdict().why();
    }
}
