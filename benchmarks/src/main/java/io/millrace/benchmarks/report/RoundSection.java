package io.millrace.benchmarks.report;

import static io.millrace.benchmarks.report.Markup.tag;

import java.util.List;

/** Every round as it was measured, in the order in which they ran. */
final class RoundSection {
    private RoundSection() {}

    static void addTo(Page page, Result result) {
        List<Round> rounds = result.throughput().rounds();
        if (rounds.isEmpty()) {
            return;
        }
        Table table = new Table(
                "workload",
                "rig",
                "#round",
                "#events",
                "#seconds",
                "#events/s",
                "#CPU µs per event",
                "#CPU of others",
                "#compiling",
                "counts");
        for (Round round : rounds) {
            Sample sample = round.sample();
            table.row(
                    round.verdict().counted() ? "" : "left",
                    Table.name(round.cell().workload()),
                    Table.name(round.cell().rig()),
                    Table.number(Integer.toString(round.number())),
                    Table.number(Figures.count(sample.events())),
                    Table.number(Figures.digits(sample.seconds())),
                    Table.number(Figures.rate(sample.eventsPerSecond())),
                    Table.number(Figures.micros(sample.cpuMicrosPerEvent())),
                    Table.number(Figures.percent(sample.foreignCpu())),
                    Table.number(Figures.percent(sample.compiling())),
                    verdict(round.verdict()));
        }
        page.section("Every round", table.markup());
    }

    static Markup verdict(Verdict verdict) {
        String words =
                switch (verdict.kind()) {
                    case COUNTED -> "yes";
                    case REJECTED -> "rejected: " + verdict.why();
                    case GATE_FAILED -> "wrong results: " + verdict.why();
                };
        return tag("td", words);
    }
}
