package io.millrace.jobs.demo;

import org.jspecify.annotations.Nullable;

/** A thread with one task, which may fail; whoever waits for it hears of the failure. */
final class DemoThread implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;

    private final Thread thread;
    private volatile @Nullable Exception failure;

    /** What a thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private DemoThread(String role, Task task) {
        this.thread = new Thread(() -> run(task), "millrace-demo-" + role);
    }

    /** Starts a thread. It does not keep the process alive. */
    static DemoThread start(String role, Task task) {
        DemoThread started = new DemoThread(role, task);
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failure = e;
        }
    }

    boolean ended() {
        return !thread.isAlive();
    }

    /** Passes a failure of the task on. */
    void requireNoFailure() throws DemoFailure {
        Exception cause = failure;
        if (cause != null) {
            throw new DemoFailure(thread.getName() + " failed: cause=" + cause.getMessage(), cause);
        }
    }

    /** Waits for the end of the task, but not for ever. */
    void join() {
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts the task and waits for its end, but not for ever. */
    @Override
    public void close() {
        thread.interrupt();
        join();
    }
}
