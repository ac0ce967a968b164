package io.millrace.operators.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Published;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A learner that is killed and goes on is the learner that it would have been. */
class LearnRestoreTest {
    private static final int LABELS = 330;
    private static final int PARTITIONS = 3;
    private static final long LATENESS = 20_000;
    private static final String LEARNING = "{ hidden: [8], seed: 7, publish-every: { labels: 50, time: 10m },"
            + " online: { window: 40, reservoir: 60, max-wait: 3s } }";

    @TempDir
    Path folder;

    /** A label in a partition, and when it could be known. */
    private record Message(Feedback feedback, long timeMillis) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void learnsTheSameHoweverOftenItIsKilled(long seed) throws Exception {
        List<List<Message>> partitions = partitions(new Random(seed));
        School calm = School.open(folder.resolve("calm"), LEARNING, "");
        byte[] expected = run(calm, partitions, new Random(100 + seed), 0);
        School rough = School.open(folder.resolve("rough"), LEARNING, "");
        byte[] learned = run(rough, partitions, new Random(200 + seed), 3);

        assertThat(learned).as("seed=%d", seed).isEqualTo(expected);
        assertThat(rough.editions()).as("seed=%d", seed).hasSize(LABELS / 50).isEqualTo(calm.editions());
    }

    @Test
    void publishesByTimeOnceAndGoesOnFromThere() throws Exception {
        School school = School.open(folder, "{ hidden: [8], publish-every: { labels: 50, time: 1s } }", "");
        OperatorSubtaskState state;
        try (OperatorHarness<Published> harness = OperatorHarness.opened(operator(school))) {
            harness.clock(500);
            teach(harness, 0, 20);
            state = harness.snapshot();
            harness.clock(1600);
            teach(harness, 20, 60);
            assertThat(harness.values()).extracting(Published::version).containsExactly(2, 3);
            assertThat(harness.values()).extracting(Published::labels).containsExactly(20L, 50L);
            harness.clock(5000);
            assertThat(school.editions()).hasSize(3);
        }
        try (OperatorHarness<Published> harness =
                OperatorHarness.opened(operator(school), OperatorHarness.Place.ONLY, state)) {
            teach(harness, 20, 30);
            harness.clock(1600);
            assertThat(harness.values())
                    .as("it has published more than that")
                    .extracting(Published::version)
                    .containsExactly(2);
            teach(harness, 30, 60);
            harness.clock(2700);
            assertThat(harness.values()).extracting(Published::version).containsExactly(2, 3, 4);
            assertThat(school.editions()).hasSize(3);
            teach(harness, 60, 70);
            harness.clock(4000);
            assertThat(harness.values()).extracting(Published::parent).containsExactly(1, 2, 3, 4);
            assertThat(harness.values()).extracting(Published::labels).containsExactly(20L, 50L, 60L, 70L);
        }
    }

    private static void teach(OperatorHarness<Published> harness, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            harness.element(0, School.truth(i, i % 5, i % 3, i % 5 + 1), School.BEGIN + i * 1000L);
        }
        harness.watermark(School.BEGIN + (to - 1) * 1000L);
    }

    /** Labels of which none is later than its partition's watermark, and of which some are not learned from. */
    private static List<List<Message>> partitions(Random random) {
        List<List<Message>> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new ArrayList<>());
        }
        for (int i = 0; i < LABELS; i++) {
            double x = random.nextGaussian();
            double z = random.nextGaussian();
            double y = i < LABELS / 2 ? 2 * x - z : z - x;
            long time = School.BEGIN + i * 1000L + random.nextInt((int) LATENESS / 2);
            List<Message> partition = partitions.get(random.nextInt(PARTITIONS));
            partition.add(new Message(School.truth(i, x, z, y), time));
            if (i % 10 == 0) {
                double[] row = {x, z};
                partition.add(new Message(School.feedback(i, Feedback.Kind.ABSENT, row, null), time));
            }
        }
        return partitions;
    }

    /** Reads the partitions in a random order; sometimes it crashes and goes on from its last checkpoint in another order. */
    private static byte[] run(School school, List<List<Message>> partitions, Random random, int crashes)
            throws Exception {
        OperatorSubtaskState state = null;
        int[] read = new int[PARTITIONS];
        int[] saved = read.clone();
        for (int life = 0; life <= crashes; life++) {
            read = saved.clone();
            try (OperatorHarness<Published> harness =
                    OperatorHarness.opened(operator(school), OperatorHarness.Place.ONLY, state)) {
                int until = life < crashes ? (life + 1) * LABELS / (crashes + 1) : Integer.MAX_VALUE;
                int checkpoint = until - random.nextInt(80);
                while (sum(read) < until && step(harness, partitions, read, random)) {
                    if (sum(read) == checkpoint) {
                        state = harness.snapshot();
                        saved = read.clone();
                    }
                }
                if (life == crashes) {
                    harness.watermark(Long.MAX_VALUE);
                    return ((LearnOperator) harness.operator())
                            .learning()
                            .save()
                            .learner();
                }
            }
        }
        throw new AssertionError("unreachable");
    }

    private static int sum(int[] read) {
        int sum = 0;
        for (int each : read) {
            sum += each;
        }
        return sum;
    }

    private static boolean step(
            OperatorHarness<Published> harness, List<List<Message>> partitions, int[] read, Random random)
            throws Exception {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            if (read[i] < partitions.get(i).size()) {
                open.add(i);
            }
        }
        if (open.isEmpty()) {
            return false;
        }
        int partition = open.get(random.nextInt(open.size()));
        Message message = partitions.get(partition).get(read[partition]++);
        harness.element(0, message.feedback(), message.timeMillis());
        long mark = Long.MAX_VALUE;
        for (int i = 0; i < PARTITIONS; i++) {
            long latest = Long.MIN_VALUE + LATENESS + 1;
            for (Message each : partitions.get(i).subList(0, read[i])) {
                latest = Math.max(latest, each.timeMillis());
            }
            mark = Math.min(mark, latest - LATENESS - 1);
        }
        if (random.nextInt(4) == 0) {
            harness.watermark(mark);
        }
        return true;
    }

    private static OperatorUnderTest<Published> operator(School school) {
        return OperatorUnderTest.of(RecordTypes.PUBLISHED, () -> new LearnOperatorFactory(school.course()))
                .input(RecordTypes.FEEDBACK);
    }
}
