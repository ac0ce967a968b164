package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.tensor.TableWriter;
import io.millrace.operators.record.Outbound;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many events in a record: each has its own fate. */
class ArrowIT {
    private static final int MESSAGES = 20;
    private static final int ROWS = 50;
    private static final int EVERY_BAD = 10;
    private static final int BAD = MESSAGES * ROWS / EVERY_BAD;
    private static final int GOOD = MESSAGES * ROWS - BAD;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"exactly-once, json", "at-least-once, arrow"})
    void everyRowBecomesOnePredictionOrOneDeadLetter(String delivery, String predictions) throws Exception {
        Home home = new Home(directory);
        SmallPipeline pipeline = SmallPipeline.create(home, delivery, "arrow", predictions);
        try (Broker broker = Broker.connectOrStart(home, 0, said -> {})) {
            send(broker, pipeline);
            Commands.Result run = Commands.run(home, "run", pipeline.file(), "--until-idle", "2s", "--json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            Commands.Result audit = Commands.run(home, "audit", pipeline.file(), "--json");
            assertThat(audit.exitCode()).as("%s%n%s", audit.out(), audit.err()).isZero();
            assertThat(audit.json())
                    .containsEntry("inputs", Integer.toString(MESSAGES * ROWS + 1))
                    .containsEntry("predictions", Integer.toString(GOOD))
                    .containsEntry("dead_letter_reasons.OUT_OF_RANGE", Integer.toString(BAD))
                    .containsEntry("dead_letter_reasons.UNKNOWN_FORMAT", "1")
                    .containsEntry("missing", "0")
                    .containsEntry("duplicates", "0")
                    .containsEntry("unknown", "0");
            assertThat(tail(home, pipeline, "predictions")).hasSize(GOOD).anySatisfy(line -> assertThat(line)
                    .containsPattern("prediction_id=points-\\d-\\d+-7 ")
                    .contains("event_id=e7 ")
                    .containsPattern("(y|output)=15.0"));
            assertThat(tail(home, pipeline, "dead-letters"))
                    .hasSize(BAD + 1)
                    .filteredOn(line -> line.contains("row="))
                    .hasSize(BAD)
                    .allSatisfy(line -> assertThat(line).contains("value={\"zone\":\"z0\",\"x\":2000000.0,\"id\":"));
            assertThat(tail(home, pipeline, "scored")).hasSize(GOOD);
        }
    }

    private static void send(Broker broker, SmallPipeline file) throws Exception {
        PipelineConfig pipeline = PipelineFile.read(Path.of(file.file()), Environment.system());
        TableWriter tables = new TableWriter(pipeline.events(), Schema.ofEvent(pipeline));
        try (TopicWriter writer = SmallPipeline.writer(broker.bootstrap())) {
            for (int message = 0; message < MESSAGES; message++) {
                List<TableWriter.Entry> rows = new ArrayList<>();
                for (int row = 0; row < ROWS; row++) {
                    rows.add(row(message * ROWS + row));
                }
                writer.write(new Outbound(null, tables.write(rows), List.of()));
            }
            writer.write(new Outbound(null, "{}".getBytes(UTF_8), List.of()));
            writer.flush();
        }
    }

    private static TableWriter.Entry row(int i) {
        String zone = "z" + i % EVERY_BAD;
        double x = i % EVERY_BAD == 0 ? 2e6 : i;
        Values values = new Values(
                new double[] {Double.NaN, x}, new @Nullable String[] {zone, null}, new float[0] @Nullable []);
        return new TableWriter.Entry("e" + i, zone, 1_700_000_000_000L + i, values);
    }

    private static List<String> tail(Home home, SmallPipeline pipeline, String topic) {
        Commands.Result tail = Commands.run(home, "tail", pipeline.file(), topic, "--until-end");
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        return tail.out();
    }
}
