package io.millrace.operators.promote;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.feature.Values;
import io.millrace.models.infer.VersionId;
import io.millrace.models.promote.LabeledPair;
import io.millrace.models.promote.Pair;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.feedback.ScoredDecoder;
import io.millrace.operators.infer.ArrowScoredWriter;
import io.millrace.operators.infer.ScoredWriter;
import io.millrace.operators.infer.Shadowed;
import io.millrace.operators.learn.School;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Scored;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long versions take goes the way of every scored row: written as Arrow, read again, counted, judged. */
class CandidateLatencyTest {
    private static final String PROMOTION = "promotion: { min-labels: 50, steps: [0.5],"
            + " step: { requests: 1000, time: 1h }, service: { min-requests: 20, max-slowdown: 1.5, max-latency: 50ms } }";
    private static final long SEED = 12;
    private static final int MILLI = 1000;
    private static final int BATCH = 20;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private School school;
    private int candidate;
    private int rows;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void aCandidate() throws Exception {
        school = School.open(folder, "{}", PROMOTION);
        candidate = school.publish(2);
    }

    @Test
    void aCandidateAsFastAsTheChampionGoesOn() throws Exception {
        try (Desk desk = new Desk()) {
            desk.score(2 * MILLI, 2 * MILLI, 0, 100);
            assertThat(aliases().share()).isEqualTo(0.5);
            assertThat(last().evidence())
                    .hasEntrySatisfying("p99_ms", p99 -> assertThat(p99).isBetween(2.0, 2.2));
            desk.score(2 * MILLI, 2 * MILLI, 0.5, 100);
            assertThat(aliases().versions()).containsEntry(Aliases.CHAMPION, candidate);
        }
    }

    @Test
    void aSlowCandidateIsHeldUntilItIsFast() throws Exception {
        try (Desk desk = new Desk()) {
            desk.score(4 * MILLI, 8 * MILLI, 0, 100);
            assertThat(aliases().share())
                    .as("slower than 1.5 times the champion")
                    .isZero();
            assertThat(aliases().version(Aliases.CANDIDATE)).isEqualTo(candidate);
            desk.score(4 * MILLI, 4 * MILLI, 0, 9910);
            assertThat(aliases().share()).as("1 of 100 batches was slow").isEqualTo(0.5);
        }
    }

    @Test
    void aCanaryThatIsSlowKeepsItsShareAndOneFarTooSlowIsRolledBack() throws Exception {
        try (Desk desk = new Desk()) {
            desk.score(2 * MILLI, 2 * MILLI, 0, 100);
            desk.score(40 * MILLI, 60 * MILLI, 0.5, 100);
            assertThat(aliases().share()).as("slower than 50 ms").isEqualTo(0.5);
            assertThat(aliases().version(Aliases.CHAMPION)).isOne();
            desk.score(2 * MILLI, 120 * MILLI, 0.5, 100);
            assertThat(last().kind()).isEqualTo(Decision.Kind.ROLLBACK);
            assertThat(last().why()).startsWith("candidate is far too slow: p99=");
            assertThat(aliases().versions()).doesNotContainKey(Aliases.CANDIDATE);
        }
    }

    @Test
    void aFewSlowBatchesWithManyRowsSayNothing() throws Exception {
        try (Desk desk = new Desk()) {
            desk.score(2 * MILLI, 2 * MILLI, 0, 98);
            assertThat(aliases().share())
                    .as("nothing known of latency speaks against it")
                    .isEqualTo(0.5);
            desk.score(2 * MILLI, 300 * MILLI, 0.5, StepTally.PASSES - 1);
            assertThat(aliases().version(Aliases.CHAMPION))
                    .as("1,980 rows, 99 passes")
                    .isEqualTo(candidate);
        }
    }

    @Test
    void rowsThatDoNotSayHowLongTheyTookAreNotJudgedByIt() throws Exception {
        try (Desk desk = new Desk()) {
            desk.score(ScoredVersions.UNKNOWN, ScoredVersions.UNKNOWN, 0, 100);
            assertThat(aliases().share()).isEqualTo(0.5);
            assertThat(last().evidence()).doesNotContainKey("p99_ms").containsEntry("requests", 100.0 * BATCH);
        }
    }

    private Aliases aliases() throws Exception {
        return school.registry().aliases(School.MODEL);
    }

    private Decision last() throws Exception {
        var decisions = school.registry().history(School.MODEL).decisions();
        return decisions.get(decisions.size() - 1).decision();
    }

    /** The operator that decides, with a candidate of which labels have said that it is better. */
    private final class Desk implements AutoCloseable {
        private final OperatorHarness<Outbound> harness;
        private final ScoredWriter writer =
                ArrowScoredWriter.of(school.pipeline()).open();
        private final ScoredDecoder decoder = new ScoredDecoder(ScoredDecoder.schema(school.pipeline()));
        private long clock = School.BEGIN;

        Desk() throws Exception {
            Office office =
                    new Office(school.pipeline(), school.registry().root().toString(), new PlainNews());
            harness = new OperatorHarness<>(
                    OperatorUnderTest.of(RecordTypes.OUTBOUND, () -> new PromoteOperatorFactory(office))
                            .input(ObservedSerializer.TYPE),
                    OperatorHarness.Place.ONLY);
            harness.clock(clock);
            harness.open(null);
            hear(new Observed.Born(new Published(School.MODEL, candidate, 1, 100, 0)));
            for (int i = 0; i < 400; i++) {
                hear(new Observed.Judged(new LabeledPair(1, candidate, new Pair(2 + random.nextDouble(), 1))));
            }
        }

        private void hear(Observed observed) throws Exception {
            harness.element(0, observed, 0);
        }

        /** Both versions score batches, of which the candidate serves a share, and it is looked at. */
        void score(int championMicros, int candidateMicros, double share, int batches) throws Exception {
            hear(championMicros, candidateMicros, share, batches);
            clock += PromoteOperator.EVERY.toMillis();
            harness.clock(clock);
        }

        void hear(int championMicros, int candidateMicros, double share, int batches) throws Exception {
            for (int i = 0; i < batches; i++) {
                int more = championMicros == ScoredVersions.UNKNOWN ? 0 : i % 150;
                ScoredVersions versions = new ScoredVersions(
                        new VersionId(School.MODEL, 1, "a"),
                        new VersionId(School.MODEL, candidate, "b"),
                        championMicros + more,
                        candidateMicros + more);
                List<Observed> ran = new ArrayList<>();
                for (ScoredBatch batch : writer.write(versions, batch(share))) {
                    decoder.decode(batch.arrow(), row -> ran.addAll(ran(row)));
                }
                assertThat(ran).hasSize(BATCH);
                for (Observed each : ran) {
                    hear(each);
                }
            }
        }

        private List<Observed> ran(Scored row) {
            return Rows.ran(row).stream().toList();
        }

        private List<Shadowed> batch(double share) {
            List<Shadowed> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                boolean canary = random.nextDouble() < share;
                ModelStamp stamp = new ModelStamp(
                        School.MODEL,
                        canary ? candidate : 1,
                        canary ? "b" : "a",
                        canary ? "canary" : "champion",
                        canary ? share : 1 - share);
                float[] output = {random.nextFloat()};
                batch.add(new Shadowed(new Prediction(event(), stamp, output, 0, 0, BATCH), output.clone()));
            }
            return batch;
        }

        private EnrichedEvent event() {
            rows++;
            RawEvent raw = new RawEvent(new Position("points", 0, rows), rows, null, new byte[0], List.of());
            Values values = new Values(new double[3], new String[] {null, null, "z"}, new float[3][]);
            return new EnrichedEvent(new Event(raw, "e" + rows, "k", rows, values), FeatureValues.NONE, 0);
        }

        @Override
        public void close() {
            harness.close();
            writer.close();
        }
    }
}
