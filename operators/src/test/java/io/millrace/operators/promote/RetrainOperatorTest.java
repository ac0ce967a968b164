package io.millrace.operators.promote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.promote.QualityFloor.Told;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.operators.learn.School;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What asks for a training: a champion whose labels speak against it, and a drift that somebody found. */
class RetrainOperatorTest {
    private static final String RETRAIN =
            "retrain: { quality-below: 0.8, min-labels: 100, cool-down: 0ms, per-day: 1 }";
    private static final long SEED = 13;
    private static final int LABELS = 400;

    @TempDir
    Path folder;

    @Test
    void asksForATrainingWhenTheChampionIsSurelyNotGoodEnough() throws Exception {
        School school = School.open(folder.resolve("whole"), "{}", RETRAIN);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            label(harness, 0, LABELS);
            Decision asked = onlyRetrain(school);
            assertThat(asked.why()).isEqualTo("r2 is below its floor");
            assertThat(asked.evidence())
                    .containsOnlyKeys("labels", "r2", "lower", "upper", "floor")
                    .containsEntry("floor", 0.8);
            assertThat(asked.evidence().get("upper")).isLessThan(0.8);
            assertThat(asked.evidence().get("labels")).isBetween(100.0, (double) LABELS);
            assertThat(news(harness)).containsExactly("line/decisions/3");
        }
    }

    @Test
    void goesOnCountingAfterAFailure() throws Exception {
        School whole = School.open(folder.resolve("whole"), "{}", RETRAIN);
        try (OperatorHarness<Outbound> harness = opened(whole, null)) {
            label(harness, 0, LABELS);
        }
        School killed = School.open(folder.resolve("killed"), "{}", RETRAIN);
        OperatorSubtaskState state;
        try (OperatorHarness<Outbound> harness = opened(killed, null)) {
            label(harness, 0, 60);
            state = harness.snapshot();
            label(harness, 60, 90);
        }
        try (OperatorHarness<Outbound> harness = opened(killed, state)) {
            assertThat(retrains(killed)).isEmpty();
            label(harness, 60, LABELS);
        }
        assertThat(onlyRetrain(killed)).isEqualTo(onlyRetrain(whole));
    }

    @Test
    void asksOnceForWhatWasAskedForBeforeAFailure() throws Exception {
        School school = School.open(
                folder, "{}", "retrain: { quality-below: 0.8, min-labels: 100, cool-down: 1m, per-day: 9 }");
        OperatorSubtaskState state;
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            harness.clock(created(school) + 3_600_000);
            state = harness.snapshot();
            label(harness, 0, LABELS);
        }
        try (OperatorHarness<Outbound> harness = opened(school, state)) {
            label(harness, 0, LABELS);
        }
        onlyRetrain(school);
    }

    @Test
    void labelsOfOtherVersionsAndAGoodChampionAskForNothing() throws Exception {
        School school = School.open(folder, "{}", RETRAIN);
        Random random = new Random(SEED);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            for (int i = 0; i < 1000; i++) {
                double y = random.nextGaussian();
                hear(harness, new Observed.Labeled(new Told(2, y, -y)));
                hear(harness, new Observed.Labeled(new Told(1, y, y + 0.1 * random.nextGaussian())));
            }
        }
        assertThat(retrains(school)).as("seed=%d", SEED).isEmpty();
    }

    @Test
    void asksForATrainingWhenSomethingHasDrifted() throws Exception {
        School school = School.open(folder, "{}", RETRAIN);
        long now = created(school);
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            hear(harness, drift("other", Drift.State.LEFT, now));
            hear(harness, drift(School.MODEL, Drift.State.BACK, now));
            hear(harness, drift(School.MODEL, Drift.State.LEFT, now - 1));
            assertThat(retrains(school))
                    .as("another model, over, or before the training")
                    .isEmpty();

            hear(harness, drift(School.MODEL, Drift.State.LEFT, now));
            hear(harness, drift(School.MODEL, Drift.State.LEFT, now));
            assertThat(news(harness)).containsExactly("line/decisions/3");
        }
        assertThat(onlyRetrain(school))
                .isEqualTo(new Decision(
                        Decision.Kind.RETRAIN,
                        0,
                        0,
                        Decision.AUTOMATIC,
                        "drift of x by psi since 2026-11-23T12:03:00Z",
                        Map.of("value", 0.41, "bound", 0.25, "rows", 5800.0)));
    }

    @Test
    void aDriftIsNoReasonWhereThePipelineSaysSo() throws Exception {
        School school = School.open(folder, "{}", "retrain: { on-drift: false, cool-down: 0ms }");
        try (OperatorHarness<Outbound> harness = opened(school, null)) {
            hear(harness, drift(School.MODEL, Drift.State.LEFT, Drift.NO_TIME));
        }
        assertThat(retrains(school)).isEmpty();
    }

    @Test
    void goesOnFromStateOfBeforeQualityWasLookedAt() throws Exception {
        School school = School.open(folder, "{}", RETRAIN);
        Office office = office(school);
        RetrainWatch read = RetrainWatch.read(office, bytes(700, 5, 700, 900, 0));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        read.write(new DataOutputStream(written));

        RetrainWatch again =
                RetrainWatch.read(office, new DataInputStream(new ByteArrayInputStream(written.toByteArray())));
        ByteArrayOutputStream writtenAgain = new ByteArrayOutputStream();
        again.write(new DataOutputStream(writtenAgain));
        assertThat(writtenAgain.toByteArray()).isEqualTo(written.toByteArray());
        assertThat(new DataInputStream(new ByteArrayInputStream(written.toByteArray())).readLong())
                .isNegative();
        assertThatThrownBy(() -> RetrainWatch.read(office, bytes(-3, 700, 5, 700, 900, 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("state is of another format: format=3, max=2; restore with the release that wrote it");
    }

    /** Longs, of which the last is written as an int. */
    private static DataInputStream bytes(long... numbers) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < numbers.length - 1; i++) {
            out.writeLong(numbers[i]);
        }
        out.writeInt((int) numbers[numbers.length - 1]);
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static Observed drift(String model, Drift.State state, long written) {
        Map<String, Double> numbers = Map.of("value", 0.41, "bound", 0.25, "rows", 5800.0);
        return new Observed.Drifted(new Drift(model, "x", "psi", state, "2026-11-23T12:03:00Z", numbers, written));
    }

    /** The same labels for the same places, of a champion that explains half of what there is to explain. */
    private static void label(OperatorHarness<Outbound> harness, int from, int to) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < to; i++) {
            double predicted = random.nextGaussian();
            double actual = predicted + random.nextGaussian();
            if (i >= from) {
                hear(harness, new Observed.Labeled(new Told(1, actual, predicted)));
            }
        }
    }

    private static void hear(OperatorHarness<Outbound> harness, Observed observed) throws Exception {
        harness.element(0, observed, 0);
    }

    private static OperatorHarness<Outbound> opened(School school, @Nullable OperatorSubtaskState state)
            throws Exception {
        Office office = office(school);
        OperatorHarness<Outbound> harness = new OperatorHarness<>(
                OperatorUnderTest.of(RecordTypes.OUTBOUND, () -> new PromoteOperatorFactory(office))
                        .input(ObservedSerializer.TYPE),
                OperatorHarness.Place.ONLY);
        harness.clock(created(school));
        harness.open(state);
        return harness;
    }

    private static Office office(School school) {
        return new Office(school.pipeline(), school.registry().root().toString(), new PlainNews());
    }

    private static long created(School school) throws Exception {
        return school.registry().manifest(School.MODEL, 1).identity().created().toEpochMilli();
    }

    private static List<Decision> retrains(School school) throws Exception {
        return school.registry().history(School.MODEL).decisions().stream()
                .map(LoggedDecision::decision)
                .filter(each -> each.kind() == Decision.Kind.RETRAIN)
                .toList();
    }

    private static Decision onlyRetrain(School school) throws Exception {
        List<Decision> retrains = retrains(school);
        assertThat(retrains).hasSize(1);
        return retrains.get(0);
    }

    private static List<String> news(OperatorHarness<Outbound> harness) {
        return harness.values().stream()
                .map(each -> new String(Objects.requireNonNull(each.value()), UTF_8))
                .toList();
    }
}
