package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.TopicWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreIT {
    private static final int EVENTS = 600;
    private static final int EVERY_BROKEN = 10;
    private static final int MOST_RUNS = 6;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void everyEventBecomesOnePredictionOrOneDeadLetter(String delivery) throws Exception {
        Home home = new Home(directory);
        SmallPipeline pipeline = SmallPipeline.create(home, delivery);
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            send(broker, 0, EVENTS);
            assertRuns(home, pipeline);
            assertBalances(home, pipeline, EVENTS);
            send(broker, EVENTS, 2 * EVENTS);
            Commands.Result second = assertRuns(home, pipeline);
            assertThat(second.err()).contains("score goes on from ");
            assertBalances(home, pipeline, 2 * EVENTS);
            assertTailShowsEveryTopic(home, pipeline);
        }
    }

    @Test
    void scoresEverythingAgainWhenToldTo() throws Exception {
        Home home = new Home(directory);
        SmallPipeline pipeline = SmallPipeline.create(home, "at-least-once");
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            send(broker, 0, EVENTS);
            assertRuns(home, pipeline);
            FileUtils.deleteDirectory(home.checkpoints("small", "score").toFile());

            Commands.Result refused = Commands.run(home, "run", pipeline.file(), "--until-idle", "1s");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("the job has run before but there is no checkpoint to go on from");

            // Shorter than the job takes to read the first event: what the last one committed must not count.
            Commands.Result again =
                    Commands.run(home, "run", pipeline.file(), "--start", "earliest", "--until-idle", "1ms", "--json");
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.json()).containsEntry("events_read", Integer.toString(EVENTS));
            Commands.Result audit = Commands.run(home, "audit", pipeline.file(), "--json");
            assertThat(audit.json())
                    .containsEntry("missing", "0")
                    .containsEntry("duplicates", Integer.toString(EVENTS))
                    .containsEntry("conflicting_duplicates", "0");
        }
    }

    @Test
    void goesOnWithWhatAPersonHasPromotedWhileItDidNotRun() throws Exception {
        Home home = new Home(directory);
        SmallPipeline pipeline = SmallPipeline.create(home, "at-least-once");
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            send(broker, 0, EVENTS);
            assertRuns(home, pipeline);
            SmallPipeline.publish(home);
            Commands.Result promoted = Commands.run(home, "models", "promote", "line@2", "--json");
            assertThat(promoted.json()).containsEntry("told", "false");

            // It begins with the version of its checkpoint; when the other one is loaded is up to the machine.
            int sent = EVENTS;
            List<String> predictions = List.of();
            while (sent < MOST_RUNS * EVENTS && predictions.stream().noneMatch(line -> line.contains("version=2"))) {
                send(broker, sent, sent + EVENTS);
                sent += EVENTS;
                run(home, pipeline);
                predictions = tail(home, pipeline, "predictions").out();
            }
            assertThat(predictions).anySatisfy(line -> assertThat(line).contains("version=2"));
        }
    }

    private static void send(Broker broker, int from, int to) {
        try (TopicWriter writer = SmallPipeline.writer(broker.bootstrap())) {
            for (int i = from; i < to; i++) {
                writer.write(i % EVERY_BROKEN == 0 ? SmallPipeline.broken(i) : SmallPipeline.event(i));
            }
            writer.flush();
        }
    }

    private static Commands.Result run(Home home, SmallPipeline pipeline) {
        Commands.Result run = Commands.run(home, "run", pipeline.file(), "--until-idle", "2s", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static Commands.Result assertRuns(Home home, SmallPipeline pipeline) {
        Commands.Result run = run(home, pipeline);
        assertThat(run.err())
                .containsPattern("Scoring with \\S+@1 on (cpu|gpu:0), because device=auto and PyTorch sees");
        assertThat(run.json()).containsEntry("ended", "nothing arrives any more");
        return run;
    }

    private static void assertBalances(Home home, SmallPipeline pipeline, int inputs) {
        Commands.Result audit = Commands.run(home, "audit", pipeline.file(), "--json");
        assertThat(audit.exitCode()).as("%s%n%s", audit.out(), audit.err()).isZero();
        assertThat(audit.json())
                .containsEntry("inputs", Integer.toString(inputs))
                .containsEntry("predictions", Integer.toString(inputs - inputs / EVERY_BROKEN))
                .containsEntry("dead_letter_reasons.MALFORMED", Integer.toString(inputs / EVERY_BROKEN))
                .containsEntry("missing", "0")
                .containsEntry("duplicates", "0")
                .containsEntry("unknown", "0");
    }

    private static void assertTailShowsEveryTopic(Home home, SmallPipeline pipeline) {
        assertThat(tail(home, pipeline, "predictions").out())
                .hasSize(2 * EVENTS - 2 * EVENTS / EVERY_BROKEN)
                .anySatisfy(line -> assertThat(line).contains("event_id=e1 ").contains("y=4.0"));
        assertThat(tail(home, pipeline, "dead-letters").out())
                .hasSize(2 * EVENTS / EVERY_BROKEN)
                .allSatisfy(
                        line -> assertThat(line).contains("reason=MALFORMED").contains("value={\"id\":"));
        assertThat(tail(home, pipeline, "scored").out()).hasSize(2 * EVENTS - 2 * EVENTS / EVERY_BROKEN);
        assertThat(tail(home, pipeline, "reviews").out()).isNotEmpty();
        assertThat(tail(home, pipeline, "events").out()).hasSize(2 * EVENTS);
    }

    private static Commands.Result tail(Home home, SmallPipeline pipeline, String topic) {
        Commands.Result tail = Commands.run(home, "tail", pipeline.file(), topic, "--until-end");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        return tail;
    }
}
