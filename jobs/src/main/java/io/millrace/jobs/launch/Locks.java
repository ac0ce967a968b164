package io.millrace.jobs.launch;

import io.millrace.jobs.embedded.ProcessLock;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The locks of the jobs that this process runs. */
final class Locks implements AutoCloseable {
    private final Deque<ProcessLock> taken = new ArrayDeque<>();

    /** Takes the lock of a job; false if another process has it. */
    boolean take(JobPlan plan) throws IOException {
        Optional<ProcessLock> lock = plan.lock();
        lock.ifPresent(taken::push);
        return lock.isPresent();
    }

    @Override
    public void close() throws IOException {
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
    }
}
