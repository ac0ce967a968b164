package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Home;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
    private static final String ROOT = "millrace.root";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeEach
    void pretendToBeTheLauncher() {
        System.setProperty(ROOT, "..");
    }

    @AfterEach
    void stopPretending() {
        System.clearProperty(ROOT);
    }

    @Test
    void answersEveryEventOnceAndRefusesExactlyTheBrokenOnes() {
        int code = demo("--events", "3000", "--training-rows", "3000", "--json");

        assertThat(code).as("%s%n%s", out.toString(UTF_8), err.toString(UTF_8)).isZero();
        List<String> lines = out.toString(UTF_8).lines().toList();
        Map<String, String> json =
                JsonFields.read(lines.get(lines.size() - 1).getBytes(UTF_8)).orElseThrow();
        int broken = Integer.parseInt(json.get("broken"));
        assertThat(broken).isBetween(40, 150);
        assertThat(json)
                .containsEntry("events", "3000")
                .containsEntry("predictions", Integer.toString(3000 - broken))
                .containsEntry("dead_letters", Integer.toString(broken))
                .containsEntry("missing", "0")
                .containsEntry("duplicates", "0")
                .containsEntry("model_version", "1");
        assertThat(number(json, "r2")).isGreaterThan(0.7);
        assertThat(number(json, "mape")).isLessThan(0.25);
        assertThat(number(json, "promotions")).isNotNegative();
        assertThat(number(json, "champion_version")).isPositive();
        assertThat(number(json, "labels_learned")).isBetween(0.0, 2_700.0);
        assertThat(number(json, "mae_frozen")).isPositive();
        assertThat(number(json, "mae_live")).isPositive();
        assertThat(number(json, "events_per_s")).isPositive();
        assertThat(number(json, "p50_ms")).isPositive().isLessThanOrEqualTo(number(json, "p99_ms"));
        assertThat(number(json, "batch_mean")).isGreaterThanOrEqualTo(1);
        assertThat(number(json, "cache_hit_rate")).isBetween(0.5, 1.0);
        assertThat(err.toString(UTF_8).lines())
                .contains("running: broker", "running: model", "running: job", "running: stream", "running: audit");
    }

    @Test
    void refusesADemonstrationOfNothing() {
        assertThat(demo("--events", "3")).isEqualTo(2);
    }

    private int demo(String... arguments) {
        Console console = new Console(
                new PrintStream(out, /* autoFlush= */ true, UTF_8),
                new PrintStream(err, /* autoFlush= */ true, UTF_8),
                /* terminal= */ false);
        String[] all = new String[arguments.length + 1];
        all[0] = "demo";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Main.run(console, new Home(directory), all);
    }

    private static double number(Map<String, String> json, String name) {
        return Double.parseDouble(json.get(name));
    }
}
