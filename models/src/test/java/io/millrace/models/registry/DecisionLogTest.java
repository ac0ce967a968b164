package io.millrace.models.registry;

import static io.millrace.models.registry.Decision.AUTOMATIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.Decision.Kind;
import io.millrace.models.time.ManualTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLogTest {
    private static final String MODEL = Drafts.MODEL;

    @TempDir
    Path folder;

    private ModelRegistry registry;
    private Path log;
    private Path aliases;

    @BeforeEach
    void publishThree() throws Exception {
        registry = new ModelRegistry(folder, new ManualTicker(1_700_000_000_000L));
        log = folder.resolve(MODEL).resolve("decisions.jsonl");
        aliases = folder.resolve(MODEL).resolve("aliases.yaml");
        for (int bias = 1; bias <= 3; bias++) {
            registry.publish(Drafts.of(bias));
        }
        registry.introduce(registry.read(MODEL, 1).id());
    }

    @Test
    void writesDownWhatItDoes() throws Exception {
        registry.introduce(registry.read(MODEL, 2).id());
        registry.decide(MODEL, new Decision(Kind.CANARY, 2, 0.05, AUTOMATIC, "better", Map.of("lower", 0.01)));
        LoggedDecision promoted = registry.decide(MODEL, Decision.of(Kind.PROMOTE, 2, "mia", "looks\ngood"));

        History history = registry.history(MODEL);

        assertThat(history.problem()).isEmpty();
        assertThat(history.decisions())
                .extracting(each -> each.number() + " " + each.decision().kind() + " "
                        + each.decision().version() + " " + each.epoch())
                .containsExactly(
                        "1 publish 1 0",
                        "2 publish 2 0",
                        "3 publish 3 0",
                        "4 promote 1 1",
                        "5 shadow 2 2",
                        "6 canary 2 3",
                        "7 promote 2 4");
        assertThat(history.decisions().get(0).decision().evidence()).containsEntry("held-out mae", 12.5);
        assertThat(history.decisions().get(5).decision())
                .isEqualTo(new Decision(Kind.CANARY, 2, 0.05, AUTOMATIC, "better", Map.of("lower", 0.01)));
        assertThat(history.decisions().get(6)).isEqualTo(promoted);
        assertThat(promoted.decision().why()).isEqualTo("looks good");
        assertThat(promoted.line())
                .startsWith(
                        "{\"number\":7,\"time\":\"2023-11-14T22:13:20Z\",\"kind\":\"promote\",\"version\":2,"
                                + "\"share\":0.0,\"epoch\":4,\"by\":\"mia\",\"why\":\"looks good\",\"evidence\":{},\"hash\":\"");
        assertThat(registry.aliases(MODEL)).isEqualTo(new Aliases(4, 3, Map.of("champion", 2, "previous", 1), 0));
    }

    @Test
    void findsEveryAlteredCharacter() throws Exception {
        byte[] written = Files.readAllBytes(log);
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] altered = written.clone();
            int at = random.nextInt(altered.length);
            altered[at] = (byte) (altered[at] ^ (1 + random.nextInt(127)));
            Files.write(log, altered);

            assertThat(registry.history(MODEL).intact())
                    .as("seed=11, altered byte=%d", at)
                    .isFalse();
        }
    }

    @Test
    void findsMissingRepeatedAndReorderedLines() throws Exception {
        List<String> lines = Files.readAllLines(log);
        for (int i = 0; i < lines.size() - 1; i++) {
            List<String> without = new ArrayList<>(lines);
            without.remove(i);
            assertThat(problem(without)).contains("line " + (i + 1) + " of ");
            List<String> swapped = new ArrayList<>(lines);
            Collections.swap(swapped, i, i + 1);
            assertThat(problem(swapped)).contains("line " + (i + 1) + " of ");
            List<String> repeated = new ArrayList<>(lines);
            repeated.add(i, lines.get(i));
            assertThat(problem(repeated)).contains("line " + (i + 2) + " of ");
        }
    }

    @Test
    void findsAMissingEnd() throws Exception {
        List<String> lines = Files.readAllLines(log);

        assertThat(problem(lines.subList(0, 2)))
                .isEqualTo("the last decisions are missing from " + log + ": decisions=2, expected=4");
        Files.delete(log);
        assertThat(registry.history(MODEL).problem()).contains("decisions=0, expected=4");
    }

    @Test
    void findsAnOtherEndOfTheSameLength() throws Exception {
        String end = Files.readString(log);
        registry.decide(MODEL, Decision.of(Kind.FREEZE, 0, "mia", "holiday"));
        String known = Files.readString(aliases);
        Files.writeString(log, end);
        Files.writeString(
                aliases,
                known.replaceAll("(?s)decisions:.*", "")
                        + Files.readString(aliases)
                                .replaceAll("(?s).*(decisions:.*)", "$1")
                                .replace("number: 5", "number: 4"));

        assertThat(registry.history(MODEL).problem())
                .isEqualTo("decision 4 of " + log + " is another than the one that was carried out");
    }

    @Test
    void alterationsStayVisibleWhenDecisionsFollow() throws Exception {
        List<String> lines = Files.readAllLines(log);
        Files.write(log, lines.subList(0, 2));

        registry.decide(MODEL, Decision.of(Kind.SHADOW, 2, AUTOMATIC, "new"));

        assertThat(registry.history(MODEL).problem()).contains("line 3 of ");
        assertThat(registry.aliases(MODEL).version("candidate")).isEqualTo(2);
    }

    @Test
    void carriesOutWhatACrashLeftWrittenDown() throws Exception {
        String before = Files.readString(aliases);
        registry.decide(MODEL, Decision.of(Kind.SHADOW, 2, AUTOMATIC, "new"));
        String after = Files.readString(aliases);
        Files.writeString(aliases, before);

        assertThat(registry.history(MODEL).problem()).isEmpty();
        assertThat(registry.decideAt(MODEL, 1, Decision.of(Kind.SHADOW, 2, AUTOMATIC, "new")))
                .as("the repeated decision rests on an old epoch")
                .isEmpty();
        assertThat(Files.readString(aliases)).isEqualTo(after);
        assertThat(registry.history(MODEL).decisions()).hasSize(5);
    }

    @Test
    void removesALineThatACrashLeftUnfinished() throws Exception {
        Files.writeString(log, "{\"number\":5,\"ti", StandardOpenOption.APPEND);

        assertThat(registry.history(MODEL).problem()).isEmpty();
        registry.decide(MODEL, Decision.of(Kind.SHADOW, 2, AUTOMATIC, "new"));
        assertThat(registry.history(MODEL).problem()).isEmpty();
        assertThat(registry.history(MODEL).decisions()).hasSize(5);
    }

    @Test
    void doesNothingThatRestsOnAnOldEpochOrIsFrozen() throws Exception {
        Decision shadow = Decision.of(Kind.SHADOW, 2, AUTOMATIC, "new");
        registry.decide(MODEL, Decision.of(Kind.FREEZE, 0, "mia", "holiday"));

        assertThat(registry.frozen(MODEL)).isTrue();
        assertThat(registry.decideAt(MODEL, 1, shadow)).isEmpty();
        registry.decide(MODEL, Decision.of(Kind.UNFREEZE, 0, "mia", "back"));
        assertThat(registry.decideAt(MODEL, 0, shadow)).isEmpty();
        assertThat(registry.decideAt(MODEL, 1, shadow)).isPresent();
        assertThat(registry.decideAt(MODEL, 1, shadow)).isEmpty();
    }

    @Test
    void aChampionThatIsRolledBackDoesNotBecomePrevious() throws Exception {
        registry.move(MODEL, Aliases.CHAMPION, 2);

        registry.decide(MODEL, Decision.of(Kind.ROLLBACK, 2, "mia", "wrong prices"));

        assertThat(registry.aliases(MODEL).versions()).isEqualTo(Map.of("champion", 1));
        assertThatThrownBy(() -> registry.decide(MODEL, Decision.of(Kind.ROLLBACK, 1, "mia", "again")))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("there is no champion before this one: champion=1, aliases={champion=1};"
                        + " promote a version instead");
        assertThat(registry.history(MODEL).intact()).isTrue();
    }

    @Test
    void aVersionInQuarantineDoesNotServe() throws Exception {
        registry.move(MODEL, Aliases.CHAMPION, 2);
        registry.move(MODEL, Aliases.CANDIDATE, 3);

        registry.decide(MODEL, Decision.of(Kind.QUARANTINE, 3, AUTOMATIC, "golden row does not reproduce"));
        registry.decide(MODEL, Decision.of(Kind.QUARANTINE, 2, AUTOMATIC, "answers NaN"));

        assertThat(registry.aliases(MODEL).versions()).isEqualTo(Map.of("champion", 1));
        assertThat(registry.quarantined(MODEL)).isEqualTo(Map.of(2, "answers NaN", 3, "golden row does not reproduce"));
        assertThatThrownBy(() -> registry.move(MODEL, Aliases.CHAMPION, 2))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("version is in quarantine: version=2, reason=answers NaN; promote it with --force if the"
                        + " reason is gone");
        registry.decide(MODEL, Decision.of(Kind.RELEASE, 2, "mia", "mended"));
        assertThat(registry.move(MODEL, Aliases.CHAMPION, 2).version("champion"))
                .isEqualTo(2);
    }

    private String problem(List<String> lines) throws Exception {
        Files.write(log, lines);
        return registry.history(MODEL).problem();
    }
}
