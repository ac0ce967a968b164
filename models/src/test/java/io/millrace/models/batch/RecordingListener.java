package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A listener that keeps what it hears, for a test that waits for it. */
public final class RecordingListener<T> implements LaneListener<T> {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<FinishedBatch<T>> batches = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(0);
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();

    /** The outcome of one row. */
    public record Outcome(float[] outputs, @Nullable RowFailure failure, FinishedBatch<?> batch) {}

    @Override
    public void finished(FinishedBatch<T> batch) {
        batches.add(batch);
    }

    @Override
    public void roomAvailable() {
        room.release();
    }

    @Override
    public void fault(Throwable cause) {
        faults.add(cause);
    }

    /** Waits for the next batch. */
    public FinishedBatch<T> next() throws InterruptedException {
        FinishedBatch<T> batch = batches.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return Objects.requireNonNull(batch, "no finished batch within " + PATIENCE_SECONDS + " s");
    }

    /** The next batch, if it is there. */
    public Optional<FinishedBatch<T>> poll() {
        return Optional.ofNullable(batches.poll());
    }

    /** Waits for batches until they hold that many rows. */
    public List<FinishedBatch<T>> rows(int count) throws InterruptedException {
        List<FinishedBatch<T>> taken = new ArrayList<>();
        int rows = 0;
        while (rows < count) {
            FinishedBatch<T> batch = next();
            rows += batch.tags().size();
            taken.add(batch);
        }
        assertThat(rows).isEqualTo(count);
        return taken;
    }

    /** Waits for that many rows and gives the outcome of each tag, which must all differ. */
    public Map<T, Outcome> outcomes(int count) throws InterruptedException {
        Map<T, Outcome> outcomes = new HashMap<>();
        for (FinishedBatch<T> batch : rows(count)) {
            for (int row = 0; row < batch.tags().size(); row++) {
                float[] outputs = new float[batch.width()];
                System.arraycopy(batch.outputs(), row * batch.width(), outputs, 0, batch.width());
                Outcome outcome = new Outcome(outputs, batch.failures()[row], batch);
                assertThat(outcomes.put(batch.tags().get(row), outcome))
                        .as("tag twice")
                        .isNull();
            }
        }
        return outcomes;
    }

    /** Waits until it hears of room. */
    public void awaitRoom() throws InterruptedException {
        assertThat(room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("room")
                .isTrue();
        room.drainPermits();
    }

    /** Waits for the fault. */
    public Throwable awaitFault() throws InterruptedException {
        Throwable cause = faults.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return Objects.requireNonNull(cause, "no fault within " + PATIENCE_SECONDS + " s");
    }

    /** Whether nothing was heard that has not been taken. */
    public boolean isQuiet() {
        return batches.isEmpty() && faults.isEmpty();
    }
}
