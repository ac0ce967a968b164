package io.millrace.operators.enrich;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to bring about. */
final class Eventually {
    private static final long PATIENCE_SECONDS = 30;
    private static final long POLL_NANOS = 200_000;

    private Eventually() {}

    static void holds(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come about: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
