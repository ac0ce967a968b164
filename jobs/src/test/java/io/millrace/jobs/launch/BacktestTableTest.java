package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.learn.BacktestReport;
import io.millrace.models.learn.BacktestReport.Counts;
import io.millrace.models.learn.BacktestReport.Part;
import io.millrace.models.learn.BacktestReport.Reproduced;
import io.millrace.models.learn.BacktestReport.Side;
import io.millrace.models.learn.PastPrediction.Served;
import io.millrace.models.promote.PairedEvidence;
import io.millrace.models.promote.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacktestTableTest {
    private static final PairedEvidence EVIDENCE =
            new PairedEvidence(Verdict.HOLD, 1168, 70_000, 69_000, 0.02, -0.1, 0.2);

    @Test
    void isATableForPeople() {
        assertThat(new BacktestTable(report(new Counts(1300, 1200, 0), new Reproduced(0, 0))).lines())
                .containsExactly(
                        "served by  variant   predictions  labels  coverage  mae served  mae home@2",
                        "home@1     champion        1,300   1,200     92.3%      70,000      69,000",
                        "all                        1,300   1,200     92.3%      70,000      69,000",
                        "",
                        "metric  served  home@2",
                        "mae     70,000  69,000",
                        "r2      0.8800       -",
                        "",
                        "The gate would say hold: labels 1,168, mean loss 70,000 of served and 69,000 of home@2,"
                                + " difference 0.0200, surely from -0.1000 to 0.2000");
    }

    @Test
    void saysWhenSomethingIsNotAsItWas() {
        assertThat(new BacktestTable(report(new Counts(1300, 1200, 7), new Reproduced(10, 1.2e-7))).lines())
                .endsWith(
                        "Labels whose logged row is gone: 7",
                        "home@2 gives what it gave when it served: rows 10, largest difference 1.2e-07");
        assertThat(new BacktestTable(report(new Counts(1300, 1200, 0), new Reproduced(10, 0.5))).lines())
                .last()
                .isEqualTo("home@2 does not give what it gave when it served: rows 10, largest difference 5.0e-01,"
                        + " max=1.0E-5; was something other than the model changed?");
    }

    @Test
    void saysWhenAVersionHasLearnedFromWhatItIsComparedOn() {
        assertThat(new BacktestTable(report(new Counts(1300, 1200, 0), Map.of("home@2", 1100L), new Reproduced(0, 0)))
                        .lines())
                .endsWith(
                        "home@2 learned from the time of 1,100 of these labels: on them it looks better than it is; leave"
                                + " them out with --from or --to");
    }

    @Test
    void isAnObjectForPrograms() {
        Summary summary = new Summary();
        new BacktestTable(report(new Counts(4, 3, 0), new Reproduced(0, 0))).addTo(summary);

        assertThat(summary.json())
                .isEqualTo(
                        "{\"predictions\":4,\"labels\":3,\"coverage\":0.75,\"labels_without_row\":0,\"labels_learned_from\":{},"
                                + "\"sides\":{\"served\":{\"labels\":3,\"mae\":70000.0,\"r2\":0.88},"
                                + "\"home@2\":{\"labels\":3,\"mae\":69000.0}},"
                                + "\"by_version\":[{\"model\":\"home\",\"version\":1,\"variant\":\"champion\","
                                + "\"predictions\":4,\"labels\":3,\"coverage\":0.75,"
                                + "\"sides\":{\"served\":{\"labels\":3,\"mae\":70000.0,\"r2\":0.88},"
                                + "\"home@2\":{\"labels\":3,\"mae\":69000.0}}}],"
                                + "\"gate\":{\"verdict\":\"hold\",\"champion\":\"served\",\"candidate\":\"home@2\","
                                + "\"labels\":1168.0,\"champion_loss\":70000.0,\"candidate_loss\":69000.0,"
                                + "\"difference\":0.02,\"lower\":-0.1,\"upper\":0.2},"
                                + "\"reproduced_rows\":0,\"largest_difference\":0.0}");
    }

    private static BacktestReport report(Counts counts, Reproduced reproduced) {
        return report(counts, Map.of(), reproduced);
    }

    private static BacktestReport report(Counts counts, Map<String, Long> learned, Reproduced reproduced) {
        Map<String, Double> served = new LinkedHashMap<>();
        served.put("mae", 70_000.0);
        served.put("r2", 0.88);
        List<Side> sides = List.of(
                new Side("served", counts.labeled(), served),
                new Side("home@2", counts.labeled(), Map.of("mae", 69_000.0)));
        Part part = new Part(
                new Served("home", 1, "champion"), new Counts(counts.predictions(), counts.labeled(), 0), sides);
        return new BacktestReport(counts, sides, List.of(part), learned, EVIDENCE, reproduced);
    }
}
