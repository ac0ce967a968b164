package io.millrace.benchmarks.report;

import io.millrace.benchmarks.report.BurstResult.Phase;
import io.millrace.benchmarks.report.BurstResult.Recovery;
import io.millrace.benchmarks.report.Plot.Band;
import io.millrace.benchmarks.report.Plot.Line;
import io.millrace.benchmarks.report.Plot.Point;
import io.millrace.benchmarks.report.Plot.Style;
import java.util.ArrayList;
import java.util.List;

/** The latency through a burst and after it. */
final class BurstSection {
    private BurstSection() {}

    static void addTo(Page page, Result result) {
        List<Markup> content = new ArrayList<>();
        for (BurstResult burst : result.bursts()) {
            if (!burst.points().isEmpty()) {
                content.add(page.plot(plot(burst), caption(burst)));
            }
        }
        if (!content.isEmpty()) {
            page.section("Recovery from a burst", content.toArray(Markup[]::new));
        }
    }

    private static String caption(BurstResult burst) {
        Phase phase = burst.burst();
        Recovery recovery = burst.recovery();
        String end = Double.isNaN(recovery.seconds())
                ? "The p95 did not come back to the " + Figures.millis(recovery.p95Before()) + " it had before."
                : "The p95 was back at the " + Figures.millis(recovery.p95Before()) + " it had before "
                        + Figures.seconds(recovery.seconds()) + " after the end of the burst.";
        String counts = burst.verdict().counted()
                ? ""
                : " This run does not count: " + burst.verdict().why() + ".";
        return burst.cell() + ": " + Figures.rate(phase.steady()) + " events/s, " + Figures.rate(phase.peak()) + " for "
                + Figures.brief(phase.until() - phase.from()) + " s, then " + Figures.rate(phase.steady())
                + " again; latency of the events that were due in each slice of time. " + end + counts;
    }

    private static Plot.Lines plot(BurstResult burst) {
        Phase phase = burst.burst();
        Recovery recovery = burst.recovery();
        List<BurstResult.Point> points = burst.points();
        double end = points.get(points.size() - 1).second();
        List<Line> lines = List.of(
                new Line(
                        "p50",
                        Style.LINE,
                        points.stream()
                                .map(point -> new Point(point.second(), point.p50()))
                                .toList()),
                new Line(
                        "p95",
                        Style.LINE,
                        points.stream()
                                .map(point -> new Point(point.second(), point.p95()))
                                .toList()),
                new Line(
                        "p95 before the burst",
                        Style.DASHES,
                        List.of(new Point(0, recovery.p95Before()), new Point(end, recovery.p95Before()))));
        List<Band> bands = new ArrayList<>();
        bands.add(new Band("burst", phase.from(), phase.until()));
        if (recovery.seconds() > 0) {
            bands.add(new Band("recovery", phase.until(), phase.until() + recovery.seconds()));
        }
        return new Plot.Lines(
                new Axis("seconds", Axis.Scale.LINEAR), new Axis("milliseconds", Axis.Scale.LOG), lines, bands);
    }
}
