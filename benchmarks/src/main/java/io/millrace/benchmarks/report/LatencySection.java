package io.millrace.benchmarks.report;

import io.millrace.benchmarks.report.LatencyResult.Load;
import io.millrace.benchmarks.report.LatencyResult.Spacing;
import io.millrace.benchmarks.report.Plot.Line;
import io.millrace.benchmarks.report.Plot.Point;
import io.millrace.benchmarks.report.Plot.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Percentiles of the latency against the offered load. */
final class LatencySection {
    private LatencySection() {}

    static void addTo(Page page, Result result) {
        if (result.latency().isEmpty()) {
            return;
        }
        List<Markup> content = new ArrayList<>();
        for (LatencyResult latency : result.latency()) {
            content.add(Markup.tag(
                    "h3", latency.cell() + ", capacity " + Figures.rate(latency.capacityPerSecond()) + " events/s"));
            List<Markup> plots = new ArrayList<>();
            for (Spacing spacing : Spacing.values()) {
                List<Load> loads = counted(latency, spacing);
                if (!loads.isEmpty()) {
                    plots.add(page.plot(plot(latency, loads), caption(latency, spacing)));
                }
            }
            content.add(Markup.classed("div", "pair", plots.toArray(Markup[]::new)));
            content.add(table(latency));
            content.add(parts(latency));
        }
        page.section("Latency under load", content.toArray(Markup[]::new));
    }

    private static String caption(LatencyResult latency, Spacing spacing) {
        return "Latency of " + latency.cell() + " from the intended send time, " + words(spacing) + " arrivals.";
    }

    private static String words(Spacing spacing) {
        return spacing == Spacing.POISSON ? "Poisson" : spacing.name().toLowerCase(Locale.ROOT);
    }

    private static List<Load> counted(LatencyResult latency, Spacing spacing) {
        return latency.loads().stream()
                .filter(load -> load.spacing() == spacing && load.verdict().counted())
                .toList();
    }

    private static Plot.Lines plot(LatencyResult latency, List<Load> loads) {
        List<Line> lines = new ArrayList<>();
        for (double percent : percents(loads)) {
            lines.add(new Line(
                    name(percent),
                    Style.DOTTED_LINE,
                    loads.stream()
                            .map(load ->
                                    new Point(100 * load.share(), load.latency().millis(percent)))
                            .toList()));
        }
        for (LatencyResult.Goal goal : latency.goals()) {
            lines.add(new Line(
                    "goal of " + name(goal.percent()),
                    Style.GOALS,
                    List.of(new Point(100 * goal.share(), goal.millis()))));
        }
        return new Plot.Lines(
                new Axis("load, % of capacity", Axis.Scale.LINEAR),
                new Axis("milliseconds", Axis.Scale.LOG),
                lines,
                List.of());
    }

    private static List<Double> percents(List<Load> loads) {
        return loads.stream()
                .flatMap(load -> load.latency().points().stream())
                .map(Percentiles.Point::percent)
                .distinct()
                .sorted()
                .toList();
    }

    private static String name(double percent) {
        return percent == 100 ? "max" : "p" + Figures.plain(percent);
    }

    private static Markup parts(LatencyResult latency) {
        List<Load> loads = latency.loads().stream()
                .filter(load -> load.verdict().counted() && !load.parts().isEmpty())
                .toList();
        if (loads.isEmpty()) {
            return Markup.EMPTY;
        }
        Table table = new Table("arrivals", "#load", "part of the way", "#p50", "#p99");
        for (Load load : loads) {
            for (LatencyResult.Part part : load.parts()) {
                table.row(
                        "",
                        Table.name(words(load.spacing())),
                        Table.number(Figures.plain(100 * load.share()) + " %"),
                        Table.name(part.name()),
                        Table.number(Figures.millis(part.latency().millis(50))),
                        Table.number(Figures.millis(part.latency().millis(99))));
            }
        }
        return table.markup();
    }

    private static Markup table(LatencyResult latency) {
        List<Double> percents = percents(latency.loads());
        List<String> columns = new ArrayList<>(List.of("arrivals", "#load", "#events/s", "#latencies"));
        percents.forEach(percent -> columns.add("#" + name(percent)));
        columns.add("counts");
        Table table = new Table(columns.toArray(String[]::new));
        for (Load load : latency.loads()) {
            List<Markup> cells = new ArrayList<>(List.of(
                    Table.name(words(load.spacing())),
                    Table.number(Figures.plain(100 * load.share()) + " %"),
                    Table.number(Figures.rate(latency.offered(load))),
                    Table.number(Figures.count(load.latency().count()))));
            percents.forEach(percent ->
                    cells.add(Table.number(Figures.millis(load.latency().millis(percent)))));
            cells.add(RoundSection.verdict(load.verdict()));
            table.row(load.verdict().counted() ? "" : "left", cells.toArray(Markup[]::new));
        }
        return table.markup();
    }
}
