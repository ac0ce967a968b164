package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.batch.Batcher.Settings;
import io.millrace.models.batch.Batcher.Surroundings;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class BatcherTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final RecordingListener<Integer> listener = new RecordingListener<>();

    @Test
    void scoresARowAtOnceWhenAWorkerIsIdle() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(Duration.ZERO), new FakeScorer())) {
            Lane<Integer> lane = batcher.lane(listener);

            assertThat(lane.offer(Values.ofNumbers(2.5), 7)).isTrue();

            FinishedBatch<Integer> batch = listener.next();
            assertThat(batch.tags()).containsExactly(7);
            assertThat(batch.outputs()).containsExactly(2.5f);
            assertThat(batch.failures()).containsOnlyNulls();
            assertThat(batch.model()).hasToString("fake@1");
            assertThat(batch.closed()).isEqualTo(CloseReason.IDLE_WORKER);
            assertThat(batch.batchRows()).isEqualTo(1);
        }
    }

    @Test
    void leavesWhenFull() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(LONG), new FakeScorer())) {
            Lane<Integer> lane = batcher.lane(listener);
            for (int i = 0; i < 8; i++) {
                assertThat(lane.offer(Values.ofNumbers(i), i)).isTrue();
            }

            FinishedBatch<Integer> batch = listener.next();
            assertThat(batch.closed()).isEqualTo(CloseReason.FULL);
            assertThat(batch.tags()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            assertThat(batch.outputs()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void leavesWhenFlushed() throws InterruptedException {
        try (Batcher<Integer> batcher = batcher(settings(LONG), new FakeScorer())) {
            Lane<Integer> lane = batcher.lane(listener);
            lane.offer(Values.ofNumbers(1), 1);
            lane.flush();

            assertThat(listener.next().closed()).isEqualTo(CloseReason.DRAIN);
        }
    }

    @Test
    void refusesWhenAllMemoryIsInUseAndSaysWhenThereIsRoom() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        FakeScorer scorer = new FakeScorer(inputs -> {
            await(go);
            return inputs;
        });
        try (Batcher<Integer> batcher = batcher(settings(LONG), scorer)) {
            Lane<Integer> lane = batcher.lane(listener);
            for (int i = 0; i < 24; i++) {
                assertThat(lane.offer(Values.ofNumbers(i), i)).as("row %s", i).isTrue();
            }
            assertThat(lane.offer(Values.ofNumbers(24), 24)).isFalse();
            go.countDown();
            listener.awaitRoom();

            assertThat(lane.offer(Values.ofNumbers(24), 24)).isTrue();
            lane.flush();
            assertThat(listener.outcomes(25)).hasSize(25);
        }
    }

    static Settings settings(Duration maxDelay) {
        return new Settings("fake", 8, maxDelay, LONG, 1, LONG);
    }

    static Batcher<Integer> batcher(Settings settings, FakeScorer scorer) {
        return new Batcher<>(
                settings, FakeModels.lease(scorer), 1, new Surroundings(Ticker.system(), BatchMetrics.NONE));
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
