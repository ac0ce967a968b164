package io.millrace.benchmarks.flow;

import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads the predictions of a load as they come and notes when. It does nothing else with them, so that one
 * does not wait for another.
 */
final class Receiver implements AutoCloseable {
    /*
     * The times belong to the thread until it has ended. The count and the failure are what others may look at before.
     */
    private final Cluster cluster;
    private final String topic;
    private final ByPosition nanos = new ByPosition();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable RuntimeException failure;

    private Receiver(Cluster cluster, String topic) {
        this.cluster = cluster;
        this.topic = topic;
        this.thread = new Thread(this::read, "millrace-bench-receiver");
    }

    static Receiver start(Cluster cluster, String topic) {
        Receiver receiver = new Receiver(cluster, topic);
        receiver.thread.setDaemon(true);
        receiver.thread.start();
        return receiver;
    }

    /** Predictions read so far. */
    int count() {
        RuntimeException cause = failure;
        if (cause != null) {
            throw cause;
        }
        return count.get();
    }

    /** When a prediction was read, by the ticker; only after {@link #close}. */
    long nanos(Position prediction) {
        return nanos.get(prediction.partition(), prediction.offset());
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            reader.follow(this::note, () -> !ending);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void note(RawEvent prediction) {
        Position position = prediction.position();
        nanos.put(position.partition(), position.offset(), Ticker.system().nanos());
        count.incrementAndGet();
    }
}
