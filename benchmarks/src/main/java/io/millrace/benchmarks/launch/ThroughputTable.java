package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.report.Bootstrap;
import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Estimate;
import io.millrace.benchmarks.report.Figures;
import io.millrace.benchmarks.report.Measure;
import io.millrace.benchmarks.report.Ratio;
import io.millrace.benchmarks.report.Result;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Rates and ratios as a table for people. */
final class ThroughputTable {
    private static final String MISSING = "-";

    private final Result result;

    ThroughputTable(Result result) {
        this.result = result;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-28s %12s %23s %13s %10s %9s %8s",
                "workload/rig",
                "events/s",
                "95 % interval",
                "cpu us/event",
                "compiling",
                "counted",
                "rejected"));
        cells().forEach(cell -> lines.add(line(cell)));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-36s %10s %21s %12s %7s",
                "ratio, per round",
                "median",
                "95 % interval",
                "in cpu time",
                "goal"));
        List<Ratio> ratios = result.ratios();
        ratios.stream()
                .filter(ratio -> ratio.measure() == Measure.WALL)
                .forEach(ratio -> lines.add(line(ratio, ratios)));
        return lines;
    }

    private List<Cell> cells() {
        return result.throughput().rounds().stream()
                .map(Round::cell)
                .distinct()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    private String line(Cell cell) {
        Estimate rate = estimate(cell, round -> round.sample().eventsPerSecond());
        Estimate cpu = estimate(cell, round -> round.sample().cpuMicrosPerEvent());
        Estimate compiling = estimate(cell, round -> round.sample().compiling());
        return String.format(
                Locale.ROOT,
                "%-28s %12s %23s %13s %10s %9d %8d",
                cell,
                rate.exists() ? String.format(Locale.ROOT, "%,.0f", rate.median()) : MISSING,
                interval(rate),
                cpu.exists() ? String.format(Locale.ROOT, "%.2f", cpu.median()) : MISSING,
                compiling.exists() ? Figures.percent(compiling.median()) : MISSING,
                count(cell, Verdict.Kind.COUNTED),
                count(cell, Verdict.Kind.REJECTED) + count(cell, Verdict.Kind.GATE_FAILED));
    }

    private String line(Ratio ratio, List<Ratio> all) {
        double inCpu = all.stream()
                .filter(other ->
                        other.measure() == Measure.CPU && other.comparison().equals(ratio.comparison()))
                .mapToDouble(other -> other.estimate().median())
                .findFirst()
                .orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "%-36s %10s %21s %12s %7s",
                ratio.comparison().subject().workload() + " "
                        + ratio.comparison().name(),
                number(ratio.estimate().median()),
                interval(ratio.estimate()),
                number(inCpu),
                ratio.comparison().goal() == 0
                        ? MISSING
                        : number(ratio.comparison().goal()));
    }

    private Estimate estimate(Cell cell, ToDoubleFunction<Round> figure) {
        return new Bootstrap(result.run().seed())
                .median(result.throughput().rounds().stream()
                        .filter(round ->
                                round.cell().equals(cell) && round.verdict().counted())
                        .mapToDouble(figure)
                        .toArray());
    }

    private long count(Cell cell, Verdict.Kind kind) {
        return result.throughput().rounds().stream()
                .filter(round -> round.cell().equals(cell) && round.verdict().kind() == kind)
                .count();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? MISSING : Figures.digits(value);
    }

    private static String interval(Estimate estimate) {
        return estimate.hasInterval()
                ? Figures.digits(estimate.low()) + " to " + Figures.digits(estimate.high())
                : MISSING;
    }
}
