package io.millrace.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;

final class MicroTest {

    static {
        // Nothing is measured here, so that it does not matter who else measures on this machine.
        System.setProperty("jmh.ignoreLock", "true");
    }

    @TempDir
    private Path folder;

    @Test
    void everyBenchmarkRunsOnce() throws Exception {
        Path file = folder.resolve("result.json");
        Collection<RunResult> results = Micro.once("").to(file).run();
        assertThat(results)
                .extracting(each -> each.getParams().getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"))
                .contains(
                        "DecodeBenchmark.decode",
                        "EnrichBenchmark.enrich",
                        "WideEnrichBenchmark.features",
                        "PackBenchmark.pack",
                        "ForwardBenchmark.forward",
                        "PredictionBenchmark.encode",
                        "CountBenchmark.count");
        assertThat(Files.readString(file)).contains("\"benchmark\" : \"io.millrace.benchmarks.micro.");
    }

    @Test
    void aPatternThatNothingMatchesIsAnError() {
        assertThatThrownBy(() -> Micro.once("nothing").run()).isInstanceOf(NoBenchmarksException.class);
    }
}
