package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Markup.classed;
import static io.millrace.benchmarks.report.Markup.tag;
import static io.millrace.benchmarks.report.Markup.text;

import io.millrace.benchmarks.report.BurstResult.Recovery;
import io.millrace.benchmarks.report.LatencyResult.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ratios by workload, and the latencies and times of recovery that have a goal. */
final class HeadlineSection {
    private HeadlineSection() {}

    static void addTo(Page page, Result result) {
        List<Ratio> ratios = result.ratios().stream()
                .filter(ratio -> ratio.measure() == Measure.WALL)
                .toList();
        if (!ratios.isEmpty()) {
            page.section("Ratios", matrix(ratios), note(result));
        }
        Markup timings = timings(result);
        if (!timings.equals(Markup.EMPTY)) {
            page.section("Latency and recovery", timings);
        }
    }

    private static Markup matrix(List<Ratio> ratios) {
        List<String> workloads = distinct(
                ratios.stream().map(ratio -> ratio.comparison().subject().workload()));
        List<String> names =
                distinct(ratios.stream().map(ratio -> ratio.comparison().name()));
        Table table =
                new Table(Stream.concat(Stream.of("ratio"), workloads.stream()).toArray(String[]::new));
        for (String name : names) {
            List<Markup> cells = new ArrayList<>();
            cells.add(tag("th", Map.of("scope", "row"), text(name)));
            for (String workload : workloads) {
                cells.add(ratios.stream()
                        .filter(ratio -> ratio.comparison().name().equals(name)
                                && ratio.comparison().subject().workload().equals(workload))
                        .findFirst()
                        .map(HeadlineSection::cell)
                        .orElse(Table.cell("")));
            }
            table.row(cells.toArray(Markup[]::new));
        }
        return classed("div", "headline", table.markup());
    }

    private static List<String> distinct(Stream<String> names) {
        return names.distinct().toList();
    }

    private static Markup cell(Ratio ratio) {
        double goal = ratio.comparison().goal();
        return tag(
                "td",
                classed("span", "figure", text(RatioSection.figure(ratio))),
                classed("span", "interval", text(RatioSection.interval(ratio.estimate()))),
                goal == 0 ? Markup.EMPTY : classed("span", "goal", text("goal ≥ " + Figures.plain(goal))),
                Standing.of(ratio).badge());
    }

    private static Markup note(Result result) {
        ThroughputResult throughput = result.throughput();
        int all = throughput.rounds().size();
        return tag(
                "p",
                text("Medians of the ratios within each round, with their 95 % percentile-bootstrap intervals ("
                        + Figures.count(Bootstrap.RESAMPLES) + " samples,"
                        + " seed " + result.run().seed() + "). " + Figures.count(all)
                        + " rounds of a rig were run, "
                        + Figures.count(all - throughput.rejected())
                        + " of them count; those that do not are listed at"
                        + " the end with the reason."));
    }

    private static Markup timings(Result result) {
        List<Timing> timings = new ArrayList<>();
        for (LatencyResult latency : result.latency()) {
            for (Goal goal : latency.goals()) {
                timings.add(timing(latency, goal));
            }
        }
        for (BurstResult burst : result.bursts()) {
            timings.add(timing(burst));
        }
        timings.removeIf(timing -> timing.standing() == Standing.FREE);
        if (timings.isEmpty()) {
            return Markup.EMPTY;
        }
        Table table = new Table("time", "#measured", "#goal", "");
        for (Timing timing : timings) {
            table.row(
                    Table.cell(timing.name()),
                    Table.number(timing.measured()),
                    Table.number("≤ " + timing.goal()),
                    tag("td", timing.standing().badge()));
        }
        return table.markup();
    }

    private static Timing timing(LatencyResult latency, Goal goal) {
        String name = latency.cell() + ": p" + Figures.plain(goal.percent()) + " at "
                + Figures.plain(100 * goal.share()) + " % of capacity";
        double worst = latency.worst(goal);
        Standing standing = Double.isNaN(worst) ? Standing.OPEN : Standing.atMost(worst, goal.millis());
        return new Timing(name, Figures.millis(worst), Figures.plain(goal.millis()) + " ms", standing);
    }

    private static Timing timing(BurstResult burst) {
        Recovery recovery = burst.recovery();
        String name = burst.cell() + ": from the end of the burst until the p95 is what it was";
        String goal = Figures.plain(recovery.goal()) + " s";
        if (!burst.verdict().counted()) {
            return new Timing(name, "-", goal, Double.isNaN(recovery.goal()) ? Standing.FREE : Standing.OPEN);
        }
        return new Timing(
                name,
                Double.isNaN(recovery.seconds()) ? "never" : Figures.seconds(recovery.seconds()),
                goal,
                Standing.atMost(recovery.seconds(), recovery.goal()));
    }

    private record Timing(String name, String measured, String goal, Standing standing) {}
}
