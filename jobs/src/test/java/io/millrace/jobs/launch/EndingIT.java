package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.TopicWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are told to end, by the same way as Ctrl-C takes. */
class EndingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path directory;

    @Test
    void replayShutsItsBrokerDownAndSaysWhatIsLeft() throws Exception {
        Home home = new Home(directory);
        SmallPipeline pipeline = SmallPipeline.create(home, "at-least-once");
        StringBuilder rows = new StringBuilder("id,zone,at,x\n");
        for (int i = 0; i < 100_000; i++) {
            rows.append("e").append(i).append(",z,1700000000000,1\n");
        }
        Path data = Files.writeString(directory.resolve("points.csv"), rows);

        String said = end(home, "events sent", "replay", pipeline.file(), "--data", data.toString(), "--rate", "200");

        assertThat(said).containsPattern("Told to end; what is left can be sent with --rows [0-9]+:");
        assertCleanlyEnded(home);
    }

    @Test
    void tailShutsItsBrokerDown() throws Exception {
        Home home = new Home(directory);
        SmallPipeline pipeline = SmallPipeline.create(home, "at-least-once");
        try (Broker broker = Broker.connectOrStart(home, 0, sentence -> {});
                TopicWriter writer = SmallPipeline.writer(broker.bootstrap())) {
            writer.write(SmallPipeline.event(1));
        }

        end(home, "\"id\":\"e1\"", "tail", pipeline.file(), "events");
        assertCleanlyEnded(home);
    }

    @Test
    void runThatHasNotBegunYetShutsItsBrokerDownAndFreesItsLock() throws Exception {
        Home home = new Home(directory);
        SmallPipeline pipeline = SmallPipeline.create(home, "at-least-once");

        String said = end(home, "Scoring with", "run", pipeline.file());

        assertThat(said).contains("Stopping the job: told to end");
        assertCleanlyEnded(home);
        Commands.Result again = Commands.run(home, "run", pipeline.file(), "--until-idle", "1ms", "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().get("savepoint")).isNotEmpty();
    }

    private static String end(Home home, String when, String... command) throws Exception {
        try (RunProcess process = RunProcess.start(home, List.of(command))) {
            await().atMost(PATIENCE).until(() -> process.said().contains(when) || !process.alive());
            assertThat(process.alive()).as(process.said()).isTrue();
            assertThat(process.end(PATIENCE)).as(process.said()).isEqualTo(TERMINATED);
            assertThat(process.said()).contains("Stopping; this takes at most").doesNotContain("\tat ");
            return process.said();
        }
    }

    private static void assertCleanlyEnded(Home home) throws Exception {
        assertThat(home.broker().resolve("broker.json")).doesNotExist();
        try (Stream<Path> files = Files.walk(home.root().resolve("tmp"))) {
            // Flink's folder for uploads always has the same name; nothing is uploaded.
            assertThat(files.skip(1)).allSatisfy(file -> assertThat(file).hasFileName("flink-web-upload"));
        }
    }
}
