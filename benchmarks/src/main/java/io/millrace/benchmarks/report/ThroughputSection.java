package io.millrace.benchmarks.report;

import io.millrace.benchmarks.report.Plot.Dot;
import io.millrace.benchmarks.report.Plot.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The rates of every rig: every round as a dot, and the medians. */
final class ThroughputSection {
    private ThroughputSection() {}

    static void addTo(Page page, Result result) {
        ThroughputResult throughput = result.throughput();
        if (throughput.rounds().isEmpty()) {
            return;
        }
        List<Markup> content = new ArrayList<>();
        for (String workload : workloads(throughput)) {
            String description = result.run().legend().workloads().getOrDefault(workload, "");
            content.add(Markup.tag("h3", workload));
            content.add(description.isEmpty() ? Markup.EMPTY : Markup.tag("p", description));
            content.add(page.plot(plot(throughput, cells(result, workload)), caption(workload)));
            content.add(table(throughput, cells(result, workload)));
        }
        page.section("Throughput", content.toArray(Markup[]::new));
    }

    private static String caption(String workload) {
        return "Events per second of wall time on " + workload + ": a dot per round that counts, a cross per round that"
                + " does not, and the median.";
    }

    private static List<String> workloads(ThroughputResult throughput) {
        return throughput.rounds().stream()
                .map(round -> round.cell().workload())
                .distinct()
                .sorted()
                .toList();
    }

    /** The rigs of a workload in the order of the legend; a rig that is not in it comes last. */
    private static List<Cell> cells(Result result, String workload) {
        List<String> order = List.copyOf(result.run().legend().rigs().keySet());
        return result.throughput().rounds().stream()
                .map(Round::cell)
                .distinct()
                .filter(cell -> cell.workload().equals(workload))
                .sorted(Comparator.comparingInt(
                        cell -> order.contains(cell.rig()) ? order.indexOf(cell.rig()) : order.size()))
                .toList();
    }

    private static Plot.Rows plot(ThroughputResult throughput, List<Cell> cells) {
        List<Row> rows = new ArrayList<>();
        for (Cell cell : cells) {
            double median = median(throughput.rates(cell, Measure.WALL).values());
            rows.add(new Row(
                    cell.rig(),
                    dots(throughput, cell, true),
                    dots(throughput, cell, false),
                    new Estimate(median, Double.NaN, Double.NaN),
                    Double.NaN));
        }
        return new Plot.Rows(new Axis("events per second", Axis.Scale.LOG), rows);
    }

    private static List<Dot> dots(ThroughputResult throughput, Cell cell, boolean counted) {
        return throughput.rounds().stream()
                .filter(round -> round.cell().equals(cell) && round.verdict().counted() == counted)
                .map(round -> new Dot(
                        round.sample().eventsPerSecond(),
                        "round " + round.number()
                                + (counted ? "" : ": " + round.verdict().why())))
                .toList();
    }

    private static Markup table(ThroughputResult throughput, List<Cell> cells) {
        Table table =
                new Table("rig", "#median events/s", "#lowest", "#highest", "#CPU µs per event", "#rounds that count");
        for (Cell cell : cells) {
            Collection<Double> rates = throughput.rates(cell, Measure.WALL).values();
            Collection<Double> perCpuSecond =
                    throughput.rates(cell, Measure.CPU).values();
            long all = throughput.rounds().stream()
                    .filter(round -> round.cell().equals(cell))
                    .count();
            table.row(
                    Table.name(cell.rig()),
                    Table.number(Figures.rate(median(rates))),
                    Table.number(rates.isEmpty() ? "–" : Figures.rate(Collections.min(rates))),
                    Table.number(rates.isEmpty() ? "–" : Figures.rate(Collections.max(rates))),
                    Table.number(Figures.micros(1e6 / median(perCpuSecond))),
                    Table.number(rates.size() + " of " + all));
        }
        return table.markup();
    }

    private static double median(Collection<Double> values) {
        return values.isEmpty()
                ? Double.NaN
                : Quantiles.median(
                        values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
