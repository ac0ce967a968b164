package io.millrace.operators.infer;

import io.millrace.models.infer.ModelLease;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.ModelAnnouncement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads announced versions in a thread that lives as long as there is one to load. */
final class VersionLoader implements AutoCloseable {
    /* Requests and results are handed over under the monitor of this object; loading happens outside of it. A request
     * that has not begun is replaced by a newer one. A lease is either in "results", where close() finds it, or has been
     * taken by the task thread. */
    private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Source source;
    private final Runnable loaded;
    private final Deque<Result> results = new ArrayDeque<>();
    private @Nullable ModelAnnouncement wanted;
    private @Nullable Thread thread;
    private boolean closed;

    /** Gives leases on versions. */
    @FunctionalInterface
    interface Source {
        ModelLease acquire(int version) throws Exception;
    }

    /** How a load ended: with a lease, or with a failure. */
    record Result(
            ModelAnnouncement announced,
            @Nullable ModelLease model,
            @Nullable Throwable failure) {}

    /** @param loaded called, by the loading thread, when there is a result to take */
    VersionLoader(Source source, Runnable loaded) {
        this.source = source;
        this.loaded = loaded;
    }

    /** Asks for a version. */
    synchronized void load(ModelAnnouncement announced) {
        if (closed) {
            return;
        }
        wanted = announced;
        if (thread == null) {
            thread = new Thread(this::run, "millrace-infer-load-" + announced.model());
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Takes a result, and with it the lease; null if there is none. */
    synchronized @Nullable Result poll() {
        return results.poll();
    }

    private void run() {
        ModelAnnouncement next = next();
        while (next != null) {
            if (keep(attempt(next))) {
                loaded.run();
            }
            next = next();
        }
    }

    private Result attempt(ModelAnnouncement announced) {
        try {
            return new Result(announced, source.acquire(announced.version()), null);
        } catch (Throwable failure) {
            return new Result(announced, null, failure);
        }
    }

    private synchronized @Nullable ModelAnnouncement next() {
        ModelAnnouncement next = closed ? null : wanted;
        wanted = null;
        if (next == null) {
            thread = null;
        }
        return next;
    }

    private synchronized boolean keep(Result result) {
        if (closed) {
            release(result);
            return false;
        }
        results.add(result);
        return true;
    }

    private static void release(Result result) {
        if (result.model() != null) {
            result.model().close();
        }
    }

    /** Ends the thread and gives up the leases that nobody took. */
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            results.forEach(VersionLoader::release);
            results.clear();
            last = thread;
        }
        if (last != null) {
            last.interrupt();
            join(last);
        }
    }

    /* A task thread that is being cancelled is interrupted again and again; the loading thread must end all the same. */
    private static void join(Thread thread) {
        boolean interrupted = Thread.interrupted();
        long deadline = Ticker.system().nanos() + PATIENCE.toNanos();
        long left = PATIENCE.toNanos();
        while (thread.isAlive() && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = deadline - Ticker.system().nanos();
        }
        if (thread.isAlive()) {
            LOG.error("loading of a model does not end: thread={}, waited={}", thread.getName(), PATIENCE);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
