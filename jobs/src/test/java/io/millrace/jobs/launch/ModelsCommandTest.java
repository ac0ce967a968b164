package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Home;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.Decision.Kind;
import io.millrace.models.registry.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    @TempDir
    Path directory;

    private Home home;
    private SmallPipeline pipeline;

    @BeforeEach
    void publishTwo() throws Exception {
        home = new Home(directory.resolve("home"));
        SmallPipeline.create(home, "at-least-once");
        pipeline = SmallPipeline.create(home, "at-least-once");
    }

    @Test
    void showsEveryDecisionWithItsEvidence() throws Exception {
        ModelRegistry registry = new ModelRegistry(home.registry());
        registry.decide(
                "line",
                new Decision(
                        Kind.CANARY,
                        shadow(registry, 1),
                        0.05,
                        Decision.AUTOMATIC,
                        "better on labels",
                        Map.of("labels", 1513.0)));
        Commands.Result promoted = run("promote", "line@1", "--by", "mia", "--reason", "as agreed", "--json");

        Commands.Result shown = run("show", "line", "--json");

        assertThat(promoted.exitCode()).as(promoted.err()).isZero();
        assertThat(promoted.json())
                .containsEntry("champion", "1")
                .containsEntry("previous", "2")
                .containsEntry("told", "false");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(String.join("\n", shown.out()).replaceAll(" +", " "))
                .contains("number time decision version epoch by, why")
                .contains("canary 5% 1 4 automatic: better on labels\n labels 1,513\n")
                .contains("promote 1 5 mia: as agreed\n");
        assertThat(shown.json()).containsEntry("version", "1").containsEntry("history_intact", "true");
        assertThat(shown.out().get(shown.out().size() - 1)).contains("\"kind\":\"canary\"", "\"labels\":1513.0");
    }

    private static int shadow(ModelRegistry registry, int version) throws Exception {
        registry.decide("line", Decision.of(Kind.SHADOW, version, Decision.AUTOMATIC, "new"));
        return version;
    }

    @Test
    void listsEveryVersionWithWhereItStandsAndWhatItLearnedFrom() throws Exception {
        ModelRegistry registry = new ModelRegistry(home.registry());
        registry.decide("line", Decision.of(Kind.QUARANTINE, 1, Decision.AUTOMATIC, "answers NaN"));
        Files.writeString(home.registry().resolve("line").resolve("1").resolve("manifest.yaml"), "broken");

        Commands.Result listed = run("list", "--json");

        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out().get(0)).matches("version +aliases +created +learned from +rows");
        assertThat(listed.out().get(1)).matches("line@1 +previous, in quarantine +cannot be read: .*");
        assertThat(listed.out().get(2)).matches("line@2 +champion +20\\S+Z +none +1");
        assertThat(listed.out().get(3))
                .isEqualTo("{\"versions\":[\"line@1\",\"line@2\"],\"models\":[{\"model\":\"line\",\"versions\":2,"
                        + "\"champion\":2,\"previous\":1,\"epoch\":"
                        + registry.aliases("line").epoch()
                        + ",\"frozen\":false,\"quarantined\":[1]}]}");
    }

    @Test
    void saysTheWholeShareOfACanary() throws Exception {
        ModelRegistry registry = new ModelRegistry(home.registry());
        for (double share : new double[] {0.005, 0.1, 1}) {
            registry.decide(
                    "line",
                    new Decision(Kind.CANARY, shadow(registry, 1), share, Decision.AUTOMATIC, "better", Map.of()));
        }

        assertThat(String.join("\n", run("show", "line").out()).replaceAll(" +", " "))
                .contains("canary 0.5% 1", "canary 10% 1", "canary 100% 1");
    }

    @Test
    void rollsBackToTheChampionBefore() {
        assertThat(run("rollback", "line", "--json").json())
                .containsEntry("champion", "1")
                .doesNotContainKey("previous");

        Commands.Result again = run("rollback", "line");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err())
                .isEqualTo("millrace models rollback: there is no champion before this one: champion=1,"
                        + " aliases={champion=1}; promote a version instead\n");
    }

    @Test
    void freezesAndUnfreezes() {
        assertThat(run("freeze", "line", "--json").json()).containsEntry("frozen", "true");
        assertThat(run("show", "line").out()).anyMatch(line -> line.matches("frozen +true"));
        assertThat(run("unfreeze", "line", "--json").json()).containsEntry("frozen", "false");
    }

    @Test
    void promotesFromQuarantineOnlyByForce() throws Exception {
        new ModelRegistry(home.registry())
                .decide("line", Decision.of(Kind.QUARANTINE, 2, Decision.AUTOMATIC, "answers NaN"));

        Commands.Result refused = run("promote", "line@2");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("version is in quarantine: version=2, reason=answers NaN");
        assertThat(run("show", "line@2").out()).anyMatch(line -> line.matches("quarantined +answers NaN"));
        assertThat(run("promote", "line@2", "--force", "--json").json()).containsEntry("champion", "2");
    }

    @Test
    void failsWhenTheHistoryWasAltered() throws Exception {
        Path log = home.registry().resolve("line").resolve("decisions.jsonl");
        Files.writeString(log, Files.readString(log).replace("\"kind\":\"promote\"", "\"kind\":\"shadow\""));

        Commands.Result shown = run("show", "line");

        assertThat(shown.exitCode()).isEqualTo(1);
        assertThat(shown.err())
                .isEqualTo("millrace models show: history was altered: line 2 of " + log
                        + " is not as it was written, or one before it is missing\n");
    }

    @Test
    void tellsNobodyWhenNoBrokerRunsAndRefusesAnotherModelsPipeline() throws Exception {
        assertThat(run("promote", "line@1", "--pipeline", pipeline.file(), "--json")
                        .json())
                .containsEntry("told", "false");
        assertThat(home.broker()).as("nothing is started for it").doesNotExist();

        Path other = directory.resolve("other.yaml");
        Files.writeString(other, Files.readString(Path.of(pipeline.file())).replace("name: line", "name: curve"));
        Commands.Result refused = run("promote", "line@2", "--pipeline", other.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("millrace models promote: pipeline has another model: pipeline=small, model=curve,"
                        + " decided about=line\n");
    }

    private Commands.Result run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "models";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Commands.run(home, all);
    }
}
