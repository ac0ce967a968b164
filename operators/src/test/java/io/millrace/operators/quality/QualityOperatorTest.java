package io.millrace.operators.quality;

import static io.millrace.operators.quality.Observations.absent;
import static io.millrace.operators.quality.Observations.labeled;
import static io.millrace.operators.quality.Observations.row;
import static io.millrace.operators.quality.Observations.scored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.evaluate.Judge;
import io.millrace.models.evaluate.Score;
import io.millrace.operators.quality.Observed.Row;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.StringJoiner;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QualityOperatorTest {
    private static final long SEED = 20261124;

    private long clock;

    @Test
    void tellsAFigureAtMostOnceASecond() throws Exception {
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            for (int i = 0; i < 10; i++) {
                send(harness, labeled(row(i, i, List.of("a"), 1), "true", null, 5));
            }
            assertThat(harness.values()).isEmpty();
            tick(harness);
            assertThat(keys(harness)).containsExactly("m/1/champion/all", "m/1/champion/zip=a");
            tick(harness);
            assertThat(harness.values()).as("nothing has changed").hasSize(2);
        }
    }

    @Test
    void tellsOfRowsWithoutLabelsEveryMinuteAndAtTheEnd() throws Exception {
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            send(harness, scored(row(0, 0, List.of("a"), 1)));
            for (int i = 1; i < QualityOperator.TICKS_FOR_ROWS; i++) {
                tick(harness);
            }
            assertThat(harness.values()).isEmpty();
            tick(harness);
            assertThat(keys(harness)).containsExactly("m/1/champion/all", "m/1/champion/zip=a");
            assertThat(last(harness).get("m/1/champion/all"))
                    .contains("\"scored\":1,\"labels\":0,\"absent\":0,\"coverage\":0.0,\"maturity\":null,");
            send(harness, scored(row(1, 0, List.of("a"), 1)));
            harness.finish();
            assertThat(harness.values()).hasSize(4);
        }
    }

    @Test
    void tellsWhatIsUntoldBeforeACheckpoint() throws Exception {
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            send(harness, labeled(row(0, 0, List.of("a"), 1), "true", null, 5));
            harness.snapshot();
            assertThat(harness.values()).hasSize(2);
        }
    }

    @Test
    void comesToTheSameHoweverOftenItIsStoppedAndRestored() throws Exception {
        List<Observed> history = history();
        Map<String, String> undisturbed;
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            for (Observed observed : history) {
                send(harness, observed);
            }
            harness.finish();
            undisturbed = last(harness);
        }
        Map<String, String> restored = new LinkedHashMap<>();
        OperatorSubtaskState state = null;
        for (int from = 0; from < history.size(); from += 700) {
            int to = Math.min(history.size(), from + 700);
            try (OperatorHarness<Outbound> harness =
                    OperatorHarness.opened(operator(), OperatorHarness.Place.ONLY, state)) {
                for (Observed observed : history.subList(from, to)) {
                    send(harness, observed);
                }
                state = harness.snapshot();
                for (Observed lost : history.subList(to, Math.min(history.size(), to + 50))) {
                    send(harness, lost);
                }
                restored.putAll(last(harness));
                if (to == history.size()) {
                    harness.finish();
                    restored.putAll(last(harness));
                }
            }
        }
        assertThat(restored).as("seed=" + SEED).isEqualTo(undisturbed).hasSize(8);
    }

    @Test
    void tellsWhatAnEvaluationTells() throws Exception {
        Random random = new Random(SEED);
        Score score = new Score(Judge.ofClasses(List.of("false", "true"), 1));
        List<String> labels = new ArrayList<>();
        try (OperatorHarness<Outbound> harness = OperatorHarness.opened(operator())) {
            for (int i = 0; i < 1500; i++) {
                float output = random.nextFloat();
                labels.add(Boolean.toString(random.nextFloat() < output));
                String before = i < 2 ? null : labels.get(i - 2);
                score.add(labels.get(i), before, new float[] {output}, 0);
                send(harness, labeled(row(i, 1000L * i, List.of("a"), output), labels.get(i), null, 1000));
            }
            harness.finish();
            StringJoiner expected = new StringJoiner(",", "\"lifetime\":{", "}}");
            score.byName().forEach((name, value) -> expected.add("\"" + name + "\":" + value));
            assertThat(last(harness).get("m/1/champion/all"))
                    .as("seed=" + SEED)
                    .contains("kappa-temporal")
                    .endsWith(expected.toString());
        }
    }

    private static List<Observed> history() {
        Random random = new Random(SEED);
        List<Observed> history = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<@Nullable String> labels = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            Row row = row(
                    i,
                    1000L * i,
                    List.of(List.of("a", "b", "c").get(random.nextInt(3))),
                    random.nextFloat(),
                    random.nextFloat());
            rows.add(row);
            history.add(scored(row));
            if (random.nextInt(10) == 0) {
                labels.add(null);
                history.add(absent(row));
            } else {
                labels.add(Boolean.toString(random.nextBoolean()));
                history.add(labeled(row, labels.get(i), null, 1000L * random.nextInt(100)));
            }
            int earlier = random.nextInt(rows.size());
            String label = labels.get(earlier);
            if (label != null && random.nextInt(5) == 0) {
                String corrected = random.nextBoolean() ? null : label.equals("true") ? "false" : "true";
                history.add(labeled(rows.get(earlier), corrected, label, 1000L * random.nextInt(100)));
                labels.set(earlier, corrected);
            }
        }
        return history;
    }

    private static void send(OperatorHarness<Outbound> harness, Observed observed) throws Exception {
        harness.element(0, observed, observed.row().timeMillis());
    }

    private void tick(OperatorHarness<Outbound> harness) throws Exception {
        clock += QualityOperator.EVERY.toMillis();
        harness.clock(clock);
    }

    private static List<String> keys(OperatorHarness<Outbound> harness) {
        return harness.values().stream().map(QualityOperatorTest::key).toList();
    }

    private static String key(Outbound record) {
        return new String(Objects.requireNonNull(record.key()), UTF_8);
    }

    private static Map<String, String> last(OperatorHarness<Outbound> harness) {
        Map<String, String> last = new LinkedHashMap<>();
        harness.values().forEach(each -> last.put(key(each), new String(Objects.requireNonNull(each.value()), UTF_8)));
        return last;
    }

    private static OperatorUnderTest<Outbound> operator() {
        QualitySettings settings = QualitySettings.of(
                "shop",
                List.of("zip"),
                (model, version, outputs) -> Judge.ofClasses(List.of("false", "true"), outputs));
        return OperatorUnderTest.of(RecordTypes.OUTBOUND, () -> new QualityOperatorFactory(settings))
                .keyedInput(ObservedSerializer.TYPE, Observed::model, Types.STRING);
    }
}
