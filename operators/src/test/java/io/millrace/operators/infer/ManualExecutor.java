package io.millrace.operators.infer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** An executor whose work is done when a test says so, in the thread of the test. */
final class ManualExecutor extends AbstractExecutorService {
    private final Deque<Runnable> work = new ArrayDeque<>();
    private boolean shutdown;

    /** Does the oldest piece of work; false if there is none. */
    boolean runOne() {
        Runnable next = work.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    @Override
    public void execute(Runnable command) {
        work.add(command);
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> left = new ArrayList<>(work);
        work.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && work.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }
}
