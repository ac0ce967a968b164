package io.millrace.jobs.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of this process when it is told to end: Ctrl-C, or a signal from another process. */
final class Ending {
    /* Java runs the hook in its own thread and ends the process when the hook returns, whatever the main thread does. So
     * the hook tells the main thread and waits for it, but only if the main thread said that it listens. */
    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static volatile boolean requested;
    private static volatile Duration patience = Duration.ZERO;

    private Ending() {}

    /** Makes an end of the process known to {@link #requested}. */
    static void watch(Console console) {
        Thread hook = new Thread(() -> await(console), "millrace-ending");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process was told to end. */
    static boolean requested() {
        return requested;
    }

    /** Says that the command asks {@link #requested} often, and how long it needs from there to an orderly end. */
    static void listening(Duration needed) {
        patience = needed;
    }

    /** Says that the command is done. */
    static void finished() {
        FINISHED.countDown();
    }

    private static void await(Console console) {
        if (FINISHED.getCount() == 0) {
            return;
        }
        requested = true;
        Duration granted = patience;
        if (granted.isZero()) {
            return;
        }
        console.say("Stopping; this takes at most " + granted.toSeconds() + " s …");
        try {
            if (!FINISHED.await(granted.toMillis(), TimeUnit.MILLISECONDS)) {
                console.say("Not stopped within " + granted.toSeconds() + " s; giving up. Nothing is lost: the same"
                        + " command goes on from the last checkpoint.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
