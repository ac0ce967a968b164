package io.millrace.models.batch;

import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run the model, and the one that watches them. */
final class Workers<T> {
    /* Each worker takes a batch, scores it and delivers; what it runs now is in "run". The watchdog gives up a batch
     * that runs too long: it settles the batch, so that the worker's late result counts for nothing, delivers a failure
     * for each row, and starts another worker. The stuck one keeps the batch's memory and the model until its call
     * returns, and ends then. The watchdog need not be told of a new batch: it never sleeps longer than the timeout and
     * the budget of a candidate, so it wakes before any batch that started meanwhile is due. A candidate has its turn after
     * the version that serves; if it runs too long the results leave without it. A worker stays known until its thread has ended, so that
     * whoever closes waits for it. */
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int MOST_STUCK = 2;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Batcher.Settings settings;
    private final BatchQueue<T> queue;
    private final Ticker ticker;
    private final BatchMetrics metrics;
    private final Consumer<Throwable> fault;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    private final Set<Worker> stuck = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watchdog;

    Workers(
            Batcher.Settings settings,
            BatchQueue<T> queue,
            Batcher.Surroundings surroundings,
            Consumer<Throwable> fault) {
        this.settings = settings;
        this.queue = queue;
        this.ticker = surroundings.ticker();
        this.metrics = surroundings.metrics();
        this.fault = fault;
        this.watchdog = thread("watch", this::watch);
    }

    void start() {
        for (int i = 0; i < settings.workers(); i++) {
            startWorker();
        }
        watchdog.start();
    }

    /** Workers whose model call was given up and has not returned. */
    int stuck() {
        return stuck.size();
    }

    /** Waits for the threads to end; the queue must have been stopped. */
    void close() {
        closing.countDown();
        long deadline = Ticker.system().nanos() + CLOSE_PATIENCE.toNanos();
        join(watchdog, deadline);
        List<Worker> left = List.copyOf(workers);
        left.forEach(Worker::stop);
        left.forEach(worker -> join(worker.thread, deadline));
    }

    private void startWorker() {
        workers.removeIf(Worker::ended);
        Worker worker = new Worker();
        workers.add(worker);
        worker.thread.start();
    }

    private Thread thread(String suffix, Runnable body) {
        Thread thread = new Thread(body, "millrace-infer-" + settings.name() + "-" + suffix);
        thread.setDaemon(true);
        return thread;
    }

    /* An interrupt does not end the wait, which is bounded: memory must not be freed under a running model. */
    private static void join(Thread thread, long deadline) {
        boolean interrupted = false;
        long left = deadline - Ticker.system().nanos();
        while (thread != Thread.currentThread() && thread.isAlive() && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            left = deadline - Ticker.system().nanos();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread != Thread.currentThread() && thread.isAlive()) {
            LOG.error("thread does not end, its memory and model stay allocated: thread={}", thread.getName());
        }
    }

    private void watch() {
        try {
            long sleep = longestSleep();
            while (!closing.await(sleep, TimeUnit.NANOSECONDS)) {
                sleep = giveUpOverdue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            fault.accept(e);
        }
    }

    /* Returns how long it may take until a batch is overdue. */
    private long giveUpOverdue() {
        long next = longestSleep();
        for (Worker worker : workers) {
            Run<T> run = worker.run;
            if (run != null && !run.batch.settled()) {
                long left = leftNanos(run);
                if (left > 0) {
                    next = Math.min(next, left);
                } else if (run.championed == null) {
                    giveUp(worker, run);
                } else {
                    giveUpCandidate(worker, run, run.championed);
                }
            }
        }
        return next;
    }

    private long longestSleep() {
        return settings.candidateBudget().toNanos();
    }

    private long leftNanos(Run<T> run) {
        Championed championed = run.championed;
        return championed == null
                ? settings.timeout().toNanos() - (ticker.nanos() - run.startNanos)
                : settings.candidateBudget().toNanos() - (ticker.nanos() - championed.endNanos);
    }

    private void giveUpCandidate(Worker worker, Run<T> run, Championed championed) {
        Batch<T> batch = run.batch;
        Shadow shadow = Objects.requireNonNull(batch.shadow());
        batch.serving().stuckCandidates().add(worker);
        if (!batch.settle()) {
            batch.serving().stuckCandidates().remove(worker);
            return;
        }
        LOG.warn(
                "candidate did not answer, results leave without it: candidate={}, thread={}, budget={}, rows={}",
                shadow.candidate().model().id(),
                worker.thread.getName(),
                settings.candidateBudget(),
                batch.rows());
        worker.thread.interrupt();
        deliver(run, championed.results(), shadow.failed(batch, candidateTimeout()), championed.scores.extraCalls());
        startWorkerUnlessNoMemoryIsLeft();
    }

    private RowFailure candidateTimeout() {
        return new RowFailure(
                RowFailure.Kind.TIMEOUT, "candidate did not answer: budget=" + settings.candidateBudget());
    }

    private void giveUp(Worker worker, Run<T> run) {
        Batch<T> batch = run.batch;
        stuck.add(worker);
        if (!batch.settle()) {
            stuck.remove(worker);
            return;
        }
        int now = stuck.size();
        LOG.warn(
                "model did not answer: thread={}, timeout={}, rows={}, stuck={}",
                worker.thread.getName(),
                settings.timeout(),
                batch.rows(),
                now);
        RowFailure failure = new RowFailure(
                RowFailure.Kind.TIMEOUT,
                "model did not answer: timeout=" + settings.timeout() + ", rows=" + batch.rows());
        worker.thread.interrupt();
        Delivery.Results nothing =
                new Delivery.Results(new float[batch.rows() * width(batch)], Scores.allFailed(batch.rows(), failure));
        deliver(run, nothing, null, 0);
        if (now > MOST_STUCK) {
            fault.accept(new IllegalStateException("model does not answer: stuck threads=" + now + ", max=" + MOST_STUCK
                    + ", timeout=" + settings.timeout() + "; look for an endless loop in the model or raise"
                    + " batching.timeout"));
        } else {
            startWorkerUnlessNoMemoryIsLeft();
        }
    }

    /* A version all of whose memory is with calls that were given up gets no batch any more, so no later call would be the
     * one too many. */
    private void startWorkerUnlessNoMemoryIsLeft() {
        Serving serving = queue.serving();
        long champions =
                stuck.stream().filter(worker -> worker.holdsMemoryOf(serving)).count();
        int candidates = serving.stuckCandidates().size();
        if (champions + candidates >= settings.buffers()) {
            fault.accept(new IllegalStateException("model calls that do not answer hold all memory: version="
                    + serving.model().id() + ", stuck=" + champions + ", stuck of candidates=" + candidates
                    + ", timeout=" + settings.timeout() + "; look for an endless loop in the models or raise"
                    + " batching.timeout"));
        } else {
            startWorker();
        }
    }

    private void deliver(Run<T> run, Delivery.Results results, @Nullable CandidateScores candidate, int extraCalls) {
        Batch<T> batch = run.batch;
        Championed championed = run.championed;
        long end = championed == null ? ticker.nanos() : championed.endNanos;
        metrics.done(new BatchMetrics.Report(
                batch.closed(),
                batch.rows(),
                batch.limit(),
                run.startNanos - batch.oldestArrival(),
                end - run.startNanos,
                extraCalls));
        if (candidate != null) {
            metrics.shadowed(candidate.modelNanos());
        }
        new Delivery<>(batch, results, candidate, run.startNanos, end).send();
    }

    private static int width(Batch<?> batch) {
        return batch.serving().model().scorer().outputWidth();
    }

    /** The scores of the version that serves, before the candidate's turn. */
    private record Championed(Scores scores, long endNanos) {

        Delivery.Results results() {
            return new Delivery.Results(scores.outputs(), scores.failures());
        }
    }

    /** @param championed null while the version that serves runs */
    private record Run<T>(
            Batch<T> batch, long startNanos, @Nullable Championed championed) {}

    private final class Worker implements Runnable {
        private final Thread thread = thread(String.valueOf(started.incrementAndGet()), this);
        private volatile @Nullable Run<T> run;

        @Override
        public void run() {
            try {
                Batch<T> batch = queue.take();
                while (batch != null && score(batch)) {
                    batch = queue.take();
                }
            } catch (Throwable e) {
                fault.accept(e);
            }
        }

        boolean ended() {
            return thread.getState() == Thread.State.TERMINATED;
        }

        boolean holdsMemoryOf(Serving serving) {
            Run<T> current = run;
            return current != null && current.batch.serving() == serving;
        }

        /* Ends a model call under way, if it can be ended; its result counts for nothing. */
        void stop() {
            Run<T> current = run;
            if (current != null) {
                current.batch.settle();
            }
            thread.interrupt();
        }

        /* Returns whether this worker goes on. */
        private boolean score(Batch<T> batch) {
            long start = ticker.nanos();
            run = new Run<>(batch, start, null);
            try {
                Championed championed = new Championed(Scores.of(batch), ticker.nanos());
                Run<T> current = new Run<>(batch, start, championed);
                run = current;
                CandidateScores candidate = scoreAgain(batch);
                if (!batch.settle()) {
                    return false;
                }
                if (championed.scores.extraCalls() == 0) {
                    queue.observe(batch, ticker.nanos() - start);
                }
                deliver(current, championed.results(), candidate, championed.scores.extraCalls());
                return true;
            } finally {
                run = null;
                stuck.remove(this);
                batch.serving().stuckCandidates().remove(this);
                queue.release(batch);
            }
        }

        private @Nullable CandidateScores scoreAgain(Batch<T> batch) {
            Shadow shadow = batch.shadow();
            if (shadow == null || batch.settled()) {
                return null;
            }
            return batch.serving().stuckCandidates().isEmpty()
                    ? shadow.score(batch, ticker)
                    : shadow.failed(batch, candidateTimeout());
        }
    }
}
