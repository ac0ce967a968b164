package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatItWrote() throws IOException {
        Path file = folder.resolve("result.json");
        Result result = SampleResult.full();

        Results.write(file, result);

        assertThat(Results.read(file)).isEqualTo(result);
        assertThat(Results.read(file).ratios()).isEqualTo(result.ratios());
    }

    @Test
    void keepsNumbersThatAreMissing() throws IOException {
        BurstResult never = new BurstResult(
                new Cell("W4", "ours"),
                new BurstResult.Phase(1, 2, 3, 4),
                new BurstResult.Recovery(5, Double.NaN, Double.NaN),
                Verdict.COUNTED,
                List.of());
        Result result = Result.of(SampleResult.run(), ThroughputResult.NONE).withBursts(List.of(never));

        assertThat(Results.text(result)).contains("\"seconds\" : null").doesNotContain("NaN");
        assertThat(Results.parse(Results.text(result))).isEqualTo(result);
    }

    @Test
    void keepsTheOrderOfTheLegend() throws IOException {
        Result read = Results.parse(Results.text(SampleResult.full()));

        assertThat(read.run().legend().rigs().keySet()).containsExactly("ours", "forward", "decode", "naive", "http");
        assertThat(read.run().settings().keySet()).containsExactly("rounds", "delivery", "job heap");
    }

    @Test
    void namesItsFieldsAsBefore() throws IOException {
        Cell cell = new Cell("W2", "ours");
        Result result = new Result(
                new Run(
                        "bench",
                        SampleResult.run().machine(),
                        Map.of("rounds", "1"),
                        new Legend(Map.of(), Map.of()),
                        7),
                new ThroughputResult(
                        List.of(Comparison.against(cell, "naive", 15)),
                        List.of(new Round(cell, 1, new Sample(100, 4, 20, 0.5, 0.25), Verdict.rejected("why")))),
                List.of(new LatencyResult(
                        cell,
                        1000,
                        List.of(new LatencyResult.Load(
                                0.5,
                                LatencyResult.Spacing.POISSON,
                                new Percentiles(9, List.of(new Percentiles.Point(99, 3.5))),
                                List.of(new LatencyResult.Part("all", new Percentiles(0, List.of()))),
                                Verdict.COUNTED)),
                        List.of(new LatencyResult.Goal(0.5, 99, 12)))),
                List.of(new BatchCost("m", new BatchCost.Line(90, 1.5), List.of(new BatchCost.Point(8, 102)))),
                List.of(new BurstResult(
                        cell,
                        new BurstResult.Phase(1, 2, 3, 4),
                        new BurstResult.Recovery(5, 6, 7),
                        Verdict.COUNTED,
                        List.of(new BurstResult.Point(1, 2, 3, 4)))));

        assertThat(Results.text(result) + "\n").isEqualTo(Resources.text("result.json"));
    }

    @Test
    void readsAFileWithoutThePartsThatCameLater() throws IOException {
        Result result = SampleResult.full();
        String text =
                Results.text(result).replace("\"latency\" :", "\"later\" :").replace("\"bursts\" :", "\"more\" :");

        Result read = Results.parse(text);

        assertThat(read.throughput()).isEqualTo(result.throughput());
        assertThat(read.latency()).isEmpty();
        assertThat(read.bursts()).isEmpty();
    }

    @Test
    void refusesAnotherSchema() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"schema\": 9}");

        assertThatThrownBy(() -> Results.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("file holds no result that can be read: file=" + file + ", schema=9, expected=2");
    }

    @Test
    void refusesAFileWithoutARun() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{\"schema\": 2}");

        assertThatThrownBy(() -> Results.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("file holds no result that can be read: file=" + file)
                .hasMessageContaining("run");
    }

    @Test
    void refusesWhatIsNoJson() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "rounds");

        assertThatThrownBy(() -> Results.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("file holds no result that can be read: file=" + file);
    }
}
