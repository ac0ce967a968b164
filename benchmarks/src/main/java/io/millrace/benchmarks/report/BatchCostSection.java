package io.millrace.benchmarks.report;

import io.millrace.benchmarks.report.Plot.Line;
import io.millrace.benchmarks.report.Plot.Point;
import io.millrace.benchmarks.report.Plot.Style;
import java.util.ArrayList;
import java.util.List;

/** The time of a batch against its rows. */
final class BatchCostSection {
    private static final double STEP = 1.05;

    private BatchCostSection() {}

    static void addTo(Page page, Result result) {
        List<Markup> content = new ArrayList<>();
        for (BatchCost cost : result.batchCosts()) {
            if (!cost.points().isEmpty()) {
                content.add(page.plot(plot(cost), caption(cost)));
            }
        }
        if (!content.isEmpty()) {
            page.section("What a batch costs", Markup.classed("div", "pair", content.toArray(Markup[]::new)));
        }
    }

    private static String caption(BatchCost cost) {
        BatchCost.Line line = cost.line();
        String knee = line.c1() > 0 && line.c0() > 0
                ? " Up to " + Figures.count(Math.round(line.c0() / line.c1()))
                        + " rows the fixed part is the larger one."
                : "";
        return cost.model() + ": time(b) = " + Figures.brief(line.c0()) + " µs + " + Figures.brief(line.c1())
                + " µs · b." + knee;
    }

    private static Plot.Lines plot(BatchCost cost) {
        double least =
                cost.points().stream().mapToInt(BatchCost.Point::rows).min().orElse(1);
        double most =
                cost.points().stream().mapToInt(BatchCost.Point::rows).max().orElse(1);
        List<Point> fitted = new ArrayList<>();
        for (double rows = least; rows < most; rows *= STEP) {
            fitted.add(new Point(rows, cost.line().micros(rows)));
        }
        fitted.add(new Point(most, cost.line().micros(most)));
        List<Point> measured = cost.points().stream()
                .map(point -> new Point(point.rows(), point.micros()))
                .toList();
        return new Plot.Lines(
                new Axis("rows in the batch", Axis.Scale.LOG),
                new Axis("microseconds", Axis.Scale.LOG),
                List.of(new Line("measured", Style.DOTS, measured), new Line("fitted", Style.LINE, fitted)),
                List.of());
    }
}
