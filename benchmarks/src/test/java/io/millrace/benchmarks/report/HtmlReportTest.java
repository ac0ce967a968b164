package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String ATTACK = "<img src=x onerror='alert(1)'>\"</script><script>alert(2)</script>&lt;";

    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
    private static final Pattern ISLAND =
            Pattern.compile("<script type=\"application/json\" id=\"plots\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void fetchesNothing() {
        String html = HtmlReport.html(SampleResult.full());

        assertThat(html).contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-");
        assertThat(html).doesNotContain("sourceMappingURL", "XMLHttpRequest", "fetch(", "import(", "importScripts");
        assertThat(withoutScripts(html)).doesNotContain("src=", "href=", "url(", "@import", "<link", "<base", "http:");
        assertThat(withoutScripts(html).replaceAll("(?s)<!--.*?-->", "")).doesNotContain("https:");
    }

    @Test
    void allowsExactlyItsTwoScriptsToRun() throws NoSuchAlgorithmException {
        String html = HtmlReport.html(SampleResult.full());

        List<String> scripts =
                SCRIPT.matcher(html).results().map(match -> match.group(1)).toList();
        assertThat(scripts).hasSize(2);
        for (String script : scripts) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            assertThat(html).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        }
    }

    @Test
    void escapesWhatComesFromData() throws IOException {
        String html = HtmlReport.html(hostile());

        assertThat(html).doesNotContain("<img", "<script>alert");
        assertThat(html.split("<script", -1)).hasSize(1 + 3);
        assertThat(html).contains("&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&quot;&lt;/script&gt;");
        assertThat(plots(html).findValuesAsText("name")).contains(ATTACK);
    }

    @Test
    void hasAPlaceForEveryPlot() throws IOException {
        String html = HtmlReport.html(SampleResult.full());

        JsonNode plots = plots(html);
        // Two of ratios, two of throughput, four of latency, one of batches and one of the burst.
        assertThat(plots).hasSize(10);
        for (int i = 0; i < plots.size(); i++) {
            assertThat(html).contains("id=\"plot-" + i + "\"");
        }
        assertThat(html).doesNotContain("id=\"plot-10\"");
    }

    @Test
    void leavesOutWhatWasNotMeasured() throws IOException {
        String html = HtmlReport.html(SampleResult.throughputOnly());

        assertThat(html)
                .contains("<h2>Throughput</h2>")
                .doesNotContain("<h2>Latency", "<h2>What a batch costs", "<h2>Recovery");
        assertThat(plots(html)).hasSize(4);
    }

    @Test
    void leavesOutThroughputToo() throws IOException {
        Result nothing = Result.of(SampleResult.run(), ThroughputResult.NONE);

        assertThat(HtmlReport.html(nothing))
                .contains("<h2>Machine and settings</h2>")
                .doesNotContain("<h2>Ratios", "<h2>Throughput", "<h2>Every round");
        assertThat(plots(HtmlReport.html(nothing))).isEmpty();
    }

    @Test
    void headsWithTheRatiosOfTheResult() {
        Result result = SampleResult.full();

        Ratio first = result.ratios().get(0);

        assertThat(HtmlReport.html(result))
                .contains("<span class=\"figure\">"
                        + Figures.digits(first.estimate().median()) + "</span>"
                        + "<span class=\"interval\">"
                        + Figures.digits(first.estimate().low()) + " – "
                        + Figures.digits(first.estimate().high()) + "</span>"
                        + "<span class=\"goal\">goal ≥ 0.85</span><span class=\"badge reached\">reached</span>");
    }

    @Test
    void countsAndListsRoundsThatDoNotCount() {
        String html = HtmlReport.html(SampleResult.full());

        assertThat(html)
                .contains("70 rounds of a rig were run, 68 of them count")
                .contains("<td>rejected: others took 31 % of the processor, at most 10 %</td>")
                .contains("<td>wrong results: outputs=99998, expected=100000</td>")
                .contains("<td class=\"number\">6 of 7</td>");
    }

    @Test
    void definesEveryRatio() {
        assertThat(HtmlReport.html(SampleResult.full()))
                .contains("<td>E = T(ours) / T*, with 1/T* = 1/T(decode) + 1/T(forward)</td>")
                .contains("<td>T(ours) / T(naive)</td>");
    }

    @Test
    void saysThatARatioWasNotMeasured() {
        Cell ours = new Cell("W2", "ours");
        ThroughputResult alone = new ThroughputResult(
                List.of(Comparison.against(ours, "naive", 15)),
                List.of(new Round(ours, 1, new Sample(100, 4, 20, 0, 0), Verdict.COUNTED)));

        assertThat(HtmlReport.html(Result.of(SampleResult.run(), alone)))
                .contains("no round counts", "<span class=\"badge open\">not measured</span>");
    }

    @Test
    void carriesTheLicenceOfTheLibrary() {
        assertThat(HtmlReport.html(SampleResult.full()))
                .contains("The MIT License (MIT)", "Chart.js Contributors", "@kurkle/color");
    }

    @Test
    void writesAFileThatStandsAlone() throws IOException {
        Path file = folder.resolve("report.html");

        HtmlReport.write(file, SampleResult.full());

        assertThat(Files.readString(file)).isEqualTo(HtmlReport.html(SampleResult.full()));
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    private static String withoutScripts(String html) {
        return html.replaceAll("(?s)<script.*?</script>", "");
    }

    private static JsonNode plots(String html) throws IOException {
        MatchResult island = ISLAND.matcher(html).results().findFirst().orElseThrow();
        return new ObjectMapper().readTree(island.group(1));
    }

    private static Result hostile() {
        Run run = SampleResult.run();
        Machine machine = new Machine(
                new Machine.Hardware(ATTACK, 2, 1),
                new Machine.Software(ATTACK, ATTACK, ATTACK),
                new Machine.Conditions(run.machine().conditions().start(), ATTACK, 0));
        Cell cell = new Cell(ATTACK, ATTACK);
        Legend legend = new Legend(Map.of(ATTACK, ATTACK), Map.of(ATTACK, ATTACK));
        Sample sample = new Sample(100, 4, 20, 0, 0);
        return new Result(
                new Run(ATTACK, machine, Map.of(ATTACK, ATTACK), legend, 1),
                new ThroughputResult(
                        List.of(new Comparison(ATTACK, ATTACK, cell, List.of(cell), 1)),
                        List.of(
                                new Round(cell, 1, sample, Verdict.COUNTED),
                                new Round(cell, 2, sample, Verdict.rejected(ATTACK)))),
                List.of(new LatencyResult(cell, 1_000, List.of(), List.of(new LatencyResult.Goal(0.5, 99, 12)))),
                List.of(new BatchCost(ATTACK, new BatchCost.Line(1, 1), List.of(new BatchCost.Point(1, 2)))),
                List.of(new BurstResult(
                        cell,
                        new BurstResult.Phase(1, 2, 3, 4),
                        new BurstResult.Recovery(5, 6, 7),
                        Verdict.COUNTED,
                        List.of(new BurstResult.Point(1, 2, 3, 4)))));
    }
}
