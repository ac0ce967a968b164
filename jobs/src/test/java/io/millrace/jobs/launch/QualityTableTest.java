package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QualityTableTest {
    private final QualityHistory history = new QualityHistory(key -> true);

    @Test
    void showsTheLastFigureOfEachKeyAndHowItWent() {
        for (int i = 1; i <= 120; i++) {
            take(3, "champion", "all", i, 0.5 + i / 400.0);
        }
        take(4, "shadow", "zip=1", 10, 0.75);
        take(4, "shadow", "all", 100, 0.75);

        assertThat(new QualityTable(history, 20).lines("all"))
                .containsExactly(
                        "version  variant   slice  labels  coverage  maturity  accuracy window  accuracy fading"
                                + "  accuracy lifetime  kappa-temporal",
                        "      3  champion  all       120     50.0%     90.0%           0.8000           0.8000"
                                + "             0.8000          0.2500",
                        "      4  shadow    all       100     50.0%   75.0% *           0.7500           0.7500"
                                + "             0.7500          0.2500",
                        "      4  shadow    zip=1      10     50.0%   75.0% *           0.7500           0.7500"
                                + "             0.7500          0.2500",
                        "* fewer than 80 % of the labels are expected to have come",
                        "",
                        "accuracy over time, fading, slice all:",
                        "3 champion        ▁▁▁▁▁▁▁▁▂▂▂▂▂▂▂▃▃▃▃▃▃▃▃▄▄▄▄▄▄▄▅▅▅▅▅▅▅▆▆▆▆▆▆▆▆▇▇▇▇▇▇▇████████"
                                + "  0.5025 to 0.8000",
                        "4 shadow          ▁  0.7500 to 0.7500");
        assertThat(new Summary()
                        .put("figures", new QualityTable(history, 20).objects())
                        .json())
                .startsWith("{\"figures\":[{\"version\":3,\"variant\":\"champion\",\"slice\":\"all\","
                        + "\"time\":\"2026-11-23T12:02:00Z\",\"scored\":240,\"labels\":120,\"absent\":0,"
                        + "\"window_labels\":120,\"coverage\":0.5,\"maturity\":0.9,"
                        + "\"window\":{\"accuracy\":0.8,\"kappa-temporal\":0.25},");
    }

    @Test
    void addsUpWhatSeveralVersionsServed() {
        for (int version = 1; version <= 40; version++) {
            take(version, "champion", "all", 25, version % 2 == 0 ? 0.4 : 0.8);
            take(version, "champion", "all", 50, 0.75 + version % 5 / 20.0);
            take(version, "shadow", "all", 50, 0.1);
        }

        ServedCourse served = served("all");
        assertThat(served.served()).isEqualTo(40);
        assertThat(served.labels()).isEqualTo(2_000);
        assertThat(served.scored()).isEqualTo(4_000);
        assertThat(served.lifetime().get("accuracy")).isCloseTo(0.85, within(1e-9));
        assertThat(served.window().get("accuracy")).as("the last 20 versions").isCloseTo(0.85, within(1e-9));
        assertThat(served.course("accuracy", 10)).hasSize(10).allSatisfy(point -> assertThat(point.value())
                .isCloseTo(0.85, within(0.05)));
        List<String> lines = new QualityTable(history, 2).lines("all");
        assertThat(lines.get(1)).startsWith("    all  served    all     2,000     50.0%   75.4% *           0.8500");
        assertThat(lines)
                .contains("38 earlier versions are not shown; --last 40 shows them all")
                .anyMatch(line -> line.startsWith("served            "))
                .anyMatch(line -> line.startsWith("39 champion"))
                .noneMatch(line -> line.startsWith("38 champion"));
        assertThat(new QualityPage("shop", "all", history, new QualityTable(history, 2)).html())
                .contains("served, whichever version", "version 40 champion", "38 earlier versions are not shown")
                .doesNotContain("version 38");
    }

    @Test
    void knowsWhatFollowsFromMeans() {
        String[] metrics = {
            "{\"accuracy\":0.9,\"no-change\":0.5}",
            "{\"accuracy\":0.6,\"no-change\":0.8}",
            "{\"rmse\":3.0}",
            "{\"rmse\":4.0}"
        };
        for (int i = 0; i < 4; i++) {
            take(i, "champion", i < 2 ? "all" : "zip=1", 100, metrics[i]);
        }

        assertThat(served("all").lifetime().get("kappa-temporal")).isCloseTo(0.1 / 0.35, within(1e-9));
        assertThat(served("zip=1").lifetime().get("rmse")).isCloseTo(Math.sqrt(12.5), within(1e-9));
    }

    @Test
    void takesBackWhatALabelThatWasTakenBackHadAdded() {
        take(1, "champion", "all", 100, 0.5);
        take(2, "champion", "all", 100, 0.7);
        take(1, "champion", "all", 50, 0.9);

        assertThat(served("all").labels()).isEqualTo(150);
        assertThat(served("all").lifetime().get("accuracy")).isCloseTo(115 / 150.0, within(1e-9));
    }

    @Test
    void drawsALineForEachVersion() {
        take(3, "champion", "all", 1, 0.5);
        take(3, "champion", "all", 61, 0.75);
        take(4, "<b>", "all", 31, 0.625);

        assertThat(new QualityPage("shop", "all", history, new QualityTable(history, 20)).html())
                .contains("<title>shop: accuracy over time, fading, slice all</title>")
                .contains("points=\"80.0,340.0 980.0,20.0\"", "points=\"530.0,180.0\"")
                .contains("version 4 &lt;b&gt;</text>", "<td>&lt;b&gt;</td>")
                .doesNotContain("<b>", "http");
    }

    @Test
    void passesOverOtherKindsAndKeepsLongCoursesShort() {
        assertThat(QualityFigure.read(record("{\"kind\":\"feature-consistency\",\"feature\":\"a.b\"}")))
                .isEmpty();
        assertThat(QualityFigure.read(record("no json"))).isEmpty();
        for (int i = 0; i < 10_000; i++) {
            take(1, "champion", "all", i, 0.5);
        }
        List<QualityHistory.Point> course = history.courses("all", 0).get("1 champion");
        assertThat(course).hasSizeBetween(1000, 2000);
    }

    @Test
    void hasNothingToShowBeforeALabelHasCome() {
        assertThat(new QualityTable(history, 20).rows()).isEmpty();
        assertThat(new QualityPage("shop", "all", history, new QualityTable(history, 20)).html())
                .contains("<svg");
    }

    private ServedCourse served(String slice) {
        return Objects.requireNonNull(history.served().get(slice));
    }

    private void take(int version, String variant, String slice, int labels, double accuracy) {
        take(
                version,
                variant,
                slice,
                labels,
                String.format(Locale.ROOT, "{\"accuracy\":%s,\"kappa-temporal\":0.25}", accuracy));
    }

    private void take(int version, String variant, String slice, int labels, String metrics) {
        String time = Instant.parse("2026-11-23T12:00:00Z").plusSeconds(labels).toString();
        QualityFigure.read(record("{\"kind\":\"model-quality\",\"model\":\"m\",\"version\":" + version
                        + ",\"variant\":\"" + variant + "\",\"slice\":\"" + slice + "\",\"time\":\"" + time
                        + "\",\"scored\":" + 2 * labels + ",\"labels\":" + labels
                        + ",\"absent\":0,\"coverage\":0.5,\"maturity\":" + (version == 3 ? 0.9 : 0.75)
                        + ",\"window_labels\":" + labels + ",\"window\":" + metrics + ",\"fading\":" + metrics
                        + ",\"lifetime\":" + metrics + "}"))
                .ifPresent(history::take);
    }

    private static RawEvent record(String value) {
        return new RawEvent(new Position("shop.quality", 0, 0), -1, null, value.getBytes(UTF_8), List.of());
    }
}
