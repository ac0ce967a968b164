package io.millrace.benchmarks.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.flow.Furnished;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.jobs.launch.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanIT {
    /** Steps that are hardly compiled are far from what they will be; how near a plan comes stands in docs/performance.md. */
    private static final double OFF_BY_AT_MOST = 10;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void predictsWhatTheJobCarries() throws Exception {
        Console console = new Console(
                new PrintStream(out, /* autoFlush= */ true, UTF_8),
                new PrintStream(err, /* autoFlush= */ true, UTF_8),
                /* terminal= */ false);
        try (Furnished furnished = Furnished.in(folder, Workloads.of("W1").orElseThrow())) {
            int code = Main.commands(console, furnished.home())
                    .execute(
                            "bench",
                            "plan",
                            folder.resolve("pipelines").resolve("pipeline.yaml").toString(),
                            "--check",
                            "--json",
                            "--rate=50000",
                            "--events=300000",
                            "--warm-up=1",
                            "--compile=0",
                            "--seconds=1");
            assertThat(code).as("%s", err.toString(UTF_8)).isZero();
        }
        List<String> lines = out.toString(UTF_8).lines().toList();
        JsonNode plan = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(plan.get("events_per_second_per_slot").asDouble()).isPositive();
        assertThat(plan.get("slots").asInt()).isPositive();
        assertThat(plan.get("predicted_to_measured").asDouble()).isBetween(1 / OFF_BY_AT_MOST, OFF_BY_AT_MOST);
    }
}
