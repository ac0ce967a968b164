package io.millrace.operators.verify;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts a thread that does not come back in time, so that an operator that hangs fails instead. */
final class Watchdog implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread dog;
    private volatile boolean bitten;

    private Watchdog(Thread watched, Duration limit) {
        this.dog = new Thread(() -> watch(watched, limit), "verify-watchdog");
        dog.setDaemon(true);
        dog.start();
    }

    static Watchdog over(Thread watched, Duration limit) {
        return new Watchdog(watched, limit);
    }

    private void watch(Thread watched, Duration limit) {
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                bitten = true;
                watched.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the time was over. */
    boolean bitten() {
        return bitten;
    }

    @Override
    public void close() {
        done.countDown();
        boolean interrupted = bitten && Thread.interrupted();
        try {
            dog.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted && !bitten) {
            Thread.currentThread().interrupt();
        }
    }
}
