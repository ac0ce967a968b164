package io.millrace.operators.infer;

import io.millrace.models.infer.ModelLease;
import io.millrace.operators.record.ModelAnnouncement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads announced versions in the background, one at a time. */
final class VersionLoader implements AutoCloseable {
    /* Requests and results are handed over under the monitor of this object; loading happens outside of it. A request
     * that has not begun is replaced by a newer one. A lease is either in "results", where close() finds it, or has been
     * taken by the task thread. */
    private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ExecutorService background;
    private final Source source;
    private final Runnable loaded;
    private final Deque<Result> results = new ArrayDeque<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private @Nullable ModelAnnouncement wanted;
    private boolean underWay;
    private boolean closed;

    /** Gives a lease on a version of an announcement. */
    @FunctionalInterface
    interface Source {
        ModelLease acquire(ModelAnnouncement announced) throws Exception;
    }

    /** How a load ended: with a lease, or with a failure. */
    record Result(
            ModelAnnouncement announced,
            @Nullable ModelLease model,
            @Nullable Throwable failure) {}

    /**
     * @param background where versions are loaded; shut down by {@link #close}
     * @param loaded called in the background when there is a result to take
     */
    VersionLoader(ExecutorService background, Source source, Runnable loaded) {
        this.background = background;
        this.source = source;
        this.loaded = loaded;
    }

    /** Asks for a version. */
    synchronized void load(ModelAnnouncement announced) {
        if (!closed) {
            boolean idle = wanted == null;
            wanted = announced;
            if (idle) {
                background.execute(this::loadWanted);
            }
        }
    }

    /** Takes a result, and with it the lease; null if there is none. */
    synchronized @Nullable Result poll() {
        return results.poll();
    }

    /** Whether something is asked for, under way, or to be taken. */
    synchronized boolean busy() {
        return wanted != null || underWay || !results.isEmpty();
    }

    /** Waits until anything has been loaded, or could not be; says whether it was in time. */
    boolean awaitFirst(Duration patience) throws InterruptedException {
        return first.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void loadWanted() {
        ModelAnnouncement announced = takeWanted();
        if (announced != null && keep(attempt(announced))) {
            loaded.run();
        }
    }

    private synchronized @Nullable ModelAnnouncement takeWanted() {
        ModelAnnouncement taken = closed ? null : wanted;
        underWay = taken != null;
        wanted = null;
        return taken;
    }

    private Result attempt(ModelAnnouncement announced) {
        try {
            return new Result(announced, source.acquire(announced), null);
        } catch (Throwable failure) {
            return new Result(announced, null, failure);
        }
    }

    private synchronized boolean keep(Result result) {
        underWay = false;
        if (closed) {
            release(result);
            return false;
        }
        results.add(result);
        first.countDown();
        return true;
    }

    private static void release(Result result) {
        if (result.model() != null) {
            result.model().close();
        }
    }

    /** Waits for the load under way to end, and gives up the leases that nobody took. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            results.forEach(VersionLoader::release);
            results.clear();
        }
        background.shutdownNow();
        boolean ended;
        try {
            ended = background.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = false;
        }
        if (!ended) {
            LOG.error("loading of a model does not end: waited={}", PATIENCE);
        }
    }
}
