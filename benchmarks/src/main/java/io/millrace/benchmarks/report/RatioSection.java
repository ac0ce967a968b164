package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Markup.classed;
import static io.millrace.benchmarks.report.Markup.tag;

import io.millrace.benchmarks.report.Plot.Dot;
import io.millrace.benchmarks.report.Plot.Row;
import java.util.List;

/** The ratios with their intervals, and how each is defined. */
final class RatioSection {
    private RatioSection() {}

    static void addTo(Page page, Result result) {
        List<Ratio> ratios = result.ratios();
        if (ratios.isEmpty()) {
            return;
        }
        List<Ratio> measured = ratios.stream()
                .filter(ratio ->
                        ratio.measure() == Measure.WALL && ratio.estimate().exists())
                .toList();
        Markup plots = classed(
                "div",
                "stack",
                plot(page, measured.stream().filter(ratio -> !isQuotient(ratio)).toList(), Axis.Scale.LINEAR),
                plot(page, measured.stream().filter(RatioSection::isQuotient).toList(), Axis.Scale.LOG));
        page.section("Ratios in detail", plots, definitions(result, ratios));
    }

    private static boolean isQuotient(Ratio ratio) {
        return ratio.comparison().others().size() == 1;
    }

    /** A plot of ratios of a kind, if there are any; quotients differ by factors and the others by little. */
    private static Markup plot(Page page, List<Ratio> ratios, Axis.Scale scale) {
        if (ratios.isEmpty()) {
            return Markup.EMPTY;
        }
        String title = scale == Axis.Scale.LOG ? "times as fast" : "T / T*";
        List<Row> rows = ratios.stream().map(RatioSection::row).toList();
        return page.plot(
                new Plot.Rows(new Axis(title, scale), rows),
                "Ratios of wall rates: a dot per round, a bar for the median on its 95 % interval"
                        + (rows.stream().allMatch(row -> Double.isNaN(row.goal()))
                                ? "."
                                : ", a diamond for the goal."));
    }

    private static Row row(Ratio ratio) {
        Comparison comparison = ratio.comparison();
        List<Dot> dots = ratio.rounds().stream()
                .map(round -> new Dot(round.value(), "round " + round.number()))
                .toList();
        return new Row(
                comparison.subject().workload() + " " + comparison.name(),
                dots,
                List.of(),
                ratio.estimate(),
                comparison.goal() == 0 ? Double.NaN : comparison.goal());
    }

    private static Markup definitions(Result result, List<Ratio> ratios) {
        long numbers = result.throughput().rounds().stream()
                .map(Round::number)
                .distinct()
                .count();
        Table table = new Table("workload", "ratio", "definition", "#wall rate", "#processor time", "#rounds used");
        for (int i = 0; i < ratios.size(); i += Measure.values().length) {
            Ratio wall = ratios.get(i);
            Ratio cpu = ratios.get(i + 1);
            table.row(
                    Table.name(wall.comparison().subject().workload()),
                    Table.name(wall.comparison().name()),
                    Table.cell(wall.comparison().definition()),
                    estimate(wall),
                    estimate(cpu),
                    Table.number(wall.rounds().size() + " of " + numbers));
        }
        return Markup.join(List.of(
                table.markup(),
                tag(
                        "p",
                        "T is the rate of a rig in events per second: of wall time, or of the processor time of the"
                                + " measured process. A round is used for a ratio if it counts for every rig in its"
                                + " definition. The intervals are narrow for few rounds: that of seven holds the true median"
                                + " in 87.5 % of runs, that of 25 in about 94 %; for fewer than "
                                + Bootstrap.LEAST_VALUES + " there is none.")));
    }

    private static Markup estimate(Ratio ratio) {
        return classed(
                "td",
                "number",
                tag("strong", figure(ratio)),
                classed("span", "interval", Markup.text(interval(ratio.estimate()))));
    }

    /** The median; that of a plain quotient says how many times. */
    static String figure(Ratio ratio) {
        if (!ratio.estimate().exists()) {
            return "–";
        }
        String times = isQuotient(ratio) ? "×" : "";
        return Figures.digits(ratio.estimate().median()) + times;
    }

    static String interval(Estimate estimate) {
        return estimate.hasInterval()
                ? Figures.digits(estimate.low()) + " – " + Figures.digits(estimate.high())
                : estimate.exists() ? "no interval" : "no round counts";
    }
}
