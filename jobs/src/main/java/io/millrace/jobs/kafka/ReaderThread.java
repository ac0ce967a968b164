package io.millrace.jobs.kafka;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A thread that reads a topic until it is closed: a Kafka consumer belongs to one thread. */
final class ReaderThread implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);

    private final Thread thread;
    private volatile boolean open = true;

    private ReaderThread(String name, Consumer<BooleanSupplier> reading) {
        this.thread = new Thread(() -> reading.accept(() -> open), name);
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param reading is given whether to go on, and returns soon after it is not
     */
    static ReaderThread start(String name, Consumer<BooleanSupplier> reading) {
        ReaderThread started = new ReaderThread(name, reading);
        started.thread.start();
        return started;
    }

    /** Waits for the thread; one that waits for a broker that does not answer is interrupted. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(ENDS_WITHIN.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(ENDS_WITHIN.toMillis());
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
