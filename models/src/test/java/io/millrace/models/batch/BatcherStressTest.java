package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.batch.Batcher.Settings;
import io.millrace.models.batch.Batcher.Surroundings;
import io.millrace.models.batch.RecordingListener.Outcome;
import io.millrace.models.batch.RowFailure.Kind;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several lanes, threads, poison rows and version switches at once, in schedules drawn from a seed: every row comes back
 * exactly once, with its own output, from one version.
 */
@ExtendWith(NothingLeft.class)
class BatcherStressTest {
    private static final int SCHEDULES = 40;
    private static final int VERSION_FACTOR = 100_000;
    private static final int POISON_EVERY = 97;
    private static final int NAN_EVERY = 89;
    private static final Duration LONG = Duration.ofHours(1);

    private final ExecutorService producers = Executors.newCachedThreadPool();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRowComesBackOnceWithItsOwnOutput(long seed) throws Exception {
        try {
            for (int schedule = 0; schedule < SCHEDULES; schedule++) {
                runSchedule(seed * 1000 + schedule);
            }
        } finally {
            producers.shutdownNow();
            assertThat(producers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void runSchedule(long seed) throws Exception {
        Random random = new Random(seed);
        int maxSize = 1 + random.nextInt(32);
        Duration delay = random.nextBoolean() ? Duration.ZERO : Duration.ofNanos(random.nextInt(300_000));
        Settings settings = new Settings("stress", maxSize, delay, LONG, 1 + random.nextInt(3), LONG);
        List<FakeScorer> versions = new ArrayList<>();
        AtomicInteger nextValue = new AtomicInteger();
        Surroundings surroundings = new Surroundings(Ticker.system(), BatchMetrics.NONE);
        try (Batcher<Integer> batcher =
                new Batcher<>(settings, FakeModels.lease(1, version(1, versions)), 1, surroundings)) {
            List<Future<?>> running = new ArrayList<>();
            int lanes = 1 + random.nextInt(4);
            for (int lane = 0; lane < lanes; lane++) {
                long laneSeed = random.nextLong();
                int rows = 50 + random.nextInt(300);
                running.add(producers.submit(() -> produce(batcher, new Random(laneSeed), rows, nextValue)));
            }
            for (int version = 2; version <= 4; version++) {
                for (int spin = random.nextInt(20_000); spin > 0; spin--) {
                    Thread.onSpinWait();
                }
                batcher.switchTo(FakeModels.lease(version, version(version, versions)), version);
            }
            for (Future<?> producer : running) {
                producer.get(60, TimeUnit.SECONDS);
            }
        } catch (Throwable e) {
            throw new AssertionError("seed=" + seed, e);
        }
        assertThat(versions).as("seed=%s", seed).allMatch(FakeScorer::isClosed);
    }

    private static Void produce(Batcher<Integer> batcher, Random random, int rows, AtomicInteger nextValue)
            throws InterruptedException {
        RecordingListener<Integer> listener = new RecordingListener<>();
        try (Lane<Integer> lane = batcher.lane(listener)) {
            for (int row = 0; row < rows; row++) {
                int value = nextValue.getAndIncrement();
                while (!lane.offer(Values.ofNumbers(value), value)) {
                    listener.awaitRoom();
                }
                if (random.nextInt(50) == 0) {
                    lane.flush();
                }
            }
            lane.flush();
            listener.outcomes(rows).forEach(BatcherStressTest::check);
            assertThat(listener.isQuiet()).isTrue();
        }
        return null;
    }

    private static void check(Integer value, Outcome outcome) {
        RowFailure failure = outcome.failure();
        if (value % POISON_EVERY == 0) {
            assertThat(failure).isEqualTo(new RowFailure(Kind.MODEL_FAILED, "poison"));
        } else if (value % NAN_EVERY == 0) {
            assertThat(failure).isNotNull().extracting(RowFailure::kind).isEqualTo(Kind.NOT_FINITE);
        } else {
            assertThat(failure).isNull();
            int version = outcome.batch().model().version();
            assertThat(outcome.outputs()).containsExactly(version * VERSION_FACTOR + value);
        }
    }

    private static FakeScorer version(int version, List<FakeScorer> versions) {
        Random random = new Random(version);
        FakeScorer scorer = new FakeScorer(inputs -> {
            float[] outputs = new float[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                int value = (int) inputs[i];
                if (value % POISON_EVERY == 0) {
                    throw new IllegalStateException("poison");
                }
                outputs[i] = value % NAN_EVERY == 0 ? Float.NaN : version * VERSION_FACTOR + value;
            }
            for (int spin = random.nextInt(2_000); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            return outputs;
        });
        versions.add(scorer);
        return scorer;
    }
}
