package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything here is refused before a broker or a job is started. */
class WrongInputTest {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    @TempDir
    Path directory;

    private Home home;
    private SmallPipeline pipeline;

    @BeforeEach
    void createPipeline() throws Exception {
        home = new Home(directory.resolve("home"));
        pipeline = SmallPipeline.create(home, "at-least-once");
    }

    @AfterEach
    void startsNothing() {
        assertThat(home.broker()).doesNotExist();
    }

    @Test
    void namesAPipelineFileThatIsNone() {
        assertRefused(WRONG_USE, directory + ": 1 problem\n  is a folder\n", "check", directory.toString());
        assertRefused(WRONG_USE, "nosuch.yaml: 1 problem\n  does not exist\n", "run", "nosuch.yaml");
    }

    @Test
    void namesAKeyThatIsMisspelt() throws Exception {
        Path file = Path.of(pipeline.file());
        Files.writeString(file, Files.readString(file).replace("audit-rate", "audit-rat"));

        assertRefused(
                WRONG_USE,
                file + ": 1 problem\n  line 14  review.audit-rat   unknown key; did you mean review.audit-rate?\n",
                "audit",
                file.toString());
    }

    @Test
    void namesADataFileThatIsNone() {
        assertRefused(
                FAILED,
                "millrace train: file does not exist: file=nosuch.csv\n",
                "train",
                pipeline.file(),
                "--data",
                "nosuch.csv");
    }

    @Test
    void refusesABacktestWithoutLabelsOrTime() throws Exception {
        assertRefused(
                WRONG_USE,
                "millrace backtest: pipeline has no labels, so there is nothing to compare with: pipeline=small; say"
                        + " under labels where they come from\n",
                "backtest",
                pipeline.file(),
                "--model",
                "1");
        Path file = Path.of(pipeline.file());
        Files.writeString(
                file,
                "labels: { topic: truths, match: { prediction: id }, value: y, wait: 1d }\n",
                StandardOpenOption.APPEND);
        assertRefused(
                WRONG_USE,
                "millrace backtest: no time is from one to before the other: from=2015-01-02T00:00:00Z,"
                        + " to=2015-01-01T08:00:00Z\n",
                "backtest",
                pipeline.file(),
                "--model",
                "1",
                "--from",
                "2015-01-02",
                "--to",
                "2015-01-01T08:00:00Z");
    }

    @Test
    void refusesToReplayRowsThatWouldAllBeRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("points.csv"), "id,zone,at,why\na,z,1700000000000,1\n");

        assertRefused(
                FAILED,
                "millrace replay: file lacks a column: file=points.csv, column=x; columns=[id, zone, at, why]\n",
                "replay",
                pipeline.file(),
                "--data",
                file.toString());
    }

    @Test
    void refusesRowsThatTheFileDoesNotHave() throws Exception {
        Path file = Files.writeString(directory.resolve("points.csv"), "id,zone,at,x\na,z,1700000000000,1\n");

        assertRefused(
                FAILED,
                "millrace replay: file has fewer rows than the range begins after: file=points.csv, rows=1, from=7\n",
                "replay",
                pipeline.file(),
                "--data",
                file.toString(),
                "--rows",
                "7:");
    }

    @Test
    void refusesToRunWithoutTheModel() throws Exception {
        Home other = new Home(directory.resolve("other"));
        Commands.Result run = Commands.run(other, "run", pipeline.file());

        assertThat(run.exitCode()).isEqualTo(FAILED);
        assertThat(run.err())
                .isEqualTo("millrace run: registry has no such model: model=line, registry=" + other.registry()
                        + "; train or import a first version\n");
    }

    @Test
    void refusesToRunWithAnAliasThatThereIsNot() throws Exception {
        Path file = Path.of(pipeline.file());
        Files.writeString(file, Files.readString(file).replace("name: line", "name: line, serve: challenger"));

        assertRefused(
                FAILED,
                "millrace run: model has no such alias: model=line, alias=challenger, aliases={champion=1},"
                        + " versions=[1]\n",
                "run",
                file.toString());
    }

    @Test
    void refusesToRunWithAVersionThatWasTamperedWith() throws Exception {
        Path version = home.registry().resolve("line").resolve("1");
        Path stray = Files.writeString(version.resolve("Stray.java"), "class Stray {}");
        assertThat(refused("run", pipeline.file()))
                .startsWith("millrace run: line@1 is refused: ")
                .contains("Stray.java");

        Files.delete(stray);
        Files.write(version.resolve("weights.f32"), new byte[] {1}, StandardOpenOption.WRITE);
        assertThat(refused("run", pipeline.file()))
                .startsWith("millrace run: line@1 is refused: ")
                .contains("weights.f32");
    }

    @Test
    void refusesToCompareWhereNothingCanBeCompared() {
        assertRefused(
                WRONG_USE,
                "millrace run: nothing that is served can be compared: pipeline=small; this needs a view that is computed"
                        + " from a stream, the scored topic and a monitoring.consistency.sample above 0; or leave the job"
                        + " out: job=monitor\n",
                "run",
                pipeline.file(),
                "--jobs",
                "monitor");
    }

    @Test
    void namesWhatThereIsInsteadOfWhatThereIsNot() {
        assertRefused(
                WRONG_USE,
                "millrace run: no such job: job=fly, jobs=[score, feature, learn, monitor]\n",
                "run",
                pipeline.file(),
                "--jobs",
                "fly");
        assertRefused(
                WRONG_USE,
                "millrace tail: no such topic: topic=labels, topics=[alerts, dead-letters, drift, events,"
                        + " feedback, models, predictions, quality, reviews, scored]\n",
                "tail",
                pipeline.file(),
                "labels");
        assertRefused(
                WRONG_USE,
                "millrace run: nothing says what was true: pipeline=small; declare labels, or leave the job out:"
                        + " job=learn\n",
                "run",
                pipeline.file(),
                "--jobs",
                "learn");
        assertRefused(
                FAILED,
                "millrace models show: model has no such version: model=line, version=7, versions=[1]\n",
                "models",
                "show",
                "line@7");
    }

    @Test
    void refusesPortsThatCannotBeListenedOn() throws IOException {
        assertRefused(
                WRONG_USE,
                "millrace run: no such port: --broker-port=70000, min=1, max=65535\n",
                "run",
                pipeline.file(),
                "--broker-port",
                "70000");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String option : new String[] {"--web-ui", "--prometheus"}) {
                String port = Integer.toString(taken.getLocalPort());
                assertThat(refused("run", pipeline.file(), option, port))
                        .startsWith("millrace run: port cannot be listened on: " + option + "=" + port + ", cause=")
                        .endsWith("; choose another one\n");
            }
        }
    }

    @Test
    void namesClientPropertiesThatCannotWork() throws Exception {
        Path file = Path.of(pipeline.file());
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "kafka: { ",
                                "kafka: { bootstrap: '127.0.0.1:9', properties: { security.protocol: SSL, ssl.truststore.location: /nosuch.jks }, "));

        assertThat(refused("tail", file.toString(), "events"))
                .startsWith("millrace tail: client of the cluster cannot be set up: bootstrap=127.0.0.1:9, cause=")
                .contains("/nosuch.jks")
                .endsWith("; correct kafka.bootstrap or kafka.properties\n");
    }

    private void assertRefused(int code, String said, String... command) {
        Commands.Result result = Commands.run(home, command);
        assertThat(result.err()).isEqualTo(said);
        assertThat(result.exitCode()).isEqualTo(code);
    }

    /** What a command that fails says. */
    private String refused(String... command) {
        Commands.Result result = Commands.run(home, command);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(FAILED);
        assertThat(result.err()).hasLineCount(1);
        return result.err();
    }
}
