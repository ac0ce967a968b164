package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.demo.DemoState.Progress;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.learn.LearnJob;
import io.millrace.jobs.load.Arrivals;
import io.millrace.jobs.load.Schedule;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Outbound;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The stream of a demonstration: first the events that warm the job up, then the rest at their times. */
final class DemoPlay {
    private static final int MOST_WARM_UP = 1_000;
    private static final long LOOK_NANOS = 20_000_000L;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Demo.Script script;
    private final Cluster cluster;
    private final FirstVersion first;
    private final PipelineConfig pipeline;
    private final DemoTally tally;
    private final DemoPace pace;
    private final Ticker ticker = Ticker.system();

    /** @param first the version that serves when it begins */
    DemoPlay(Demo.Script script, Cluster cluster, FirstVersion first, DemoTally tally) {
        this.script = script;
        this.cluster = cluster;
        this.first = first;
        this.pipeline = first.pipeline();
        this.tally = tally;
        this.pace = new DemoPace(script.perSecond(), tally::labels, ticker);
    }

    /** How many of the first events warm the job up: a tenth, but not too many. */
    static int warmUp(int events) {
        return Math.min(MOST_WARM_UP, events / 10);
    }

    /** Sends everything and returns when everything is answered. The board goes on when the job is warm. */
    void run(DemoBoard board, DemoJobs job, BooleanSupplier ending) throws Exception {
        int events = script.market().events();
        int warm = warmUp(events);
        try (DemoWatch watch = DemoWatch.start(cluster, pipeline, tally, first);
                TopicWriter writer = new TopicWriter(cluster, pipeline.events().topic());
                TopicWriter sales = new TopicWriter(cluster, DemoJobs.sales(pipeline));
                TopicWriter labels =
                        new TopicWriter(cluster, LearnJob.labels(pipeline).topic())) {
            LearningLook learning = new LearningLook(first, tally, ticker);
            Writers writers = new Writers(writer, sales, labels);
            Check check = () -> {
                job.requireRunning();
                watch.requireNoFailure();
                learning.look(job);
                if (ending.getAsBoolean()) {
                    throw new DemoFailure("told to end");
                }
            };
            if (warm > 0) {
                board.progress(() -> new Progress("warm-up", tally.answered(), warm));
                send(arrivals(warm), 0, writers, check);
            }
            board.next();
            board.progress(() -> new Progress("events", tally.answered(), events));
            send(arrivals(events - warm), warm, writers, check);
            await(() -> events - tally.uncompared(), events, check);
        }
    }

    private Arrivals arrivals(int events) {
        return Arrivals.poisson(events, script.perSecond(), script.market().seed());
    }

    private void send(Arrivals arrivals, int first, Writers writers, Check check) throws Exception {
        Schedule schedule = new Schedule(arrivals, first, ticker);
        if (schedule.end() == script.market().events()) {
            tally.measure(schedule);
        }
        DemoSales sold = script.sales();
        DemoLabels registered = new DemoLabels(script.stream());
        DemoLoad load = new DemoLoad(script.stream(), schedule, pace, DemoPlay::pause, (event, due) -> {
            writers.listings.write(new Outbound(event.key(), event.value(), List.of()));
            writers.sales.write(sold.at(event.number(), due));
            registered.at(event.number(), due).ifPresent(label -> {
                writers.labels.write(label);
                pace.sent();
            });
        });
        try (DemoThread sender = DemoThread.start("load", () -> {
            load.send();
            writers.listings.flush();
            writers.sales.flush();
            writers.labels.flush();
        })) {
            await(tally::answered, schedule.end(), () -> {
                check.run();
                sender.requireNoFailure();
            });
        }
    }

    private void await(IntSupplier done, int events, Check check) throws Exception {
        int last = done.getAsInt();
        long lastNanos = ticker.nanos();
        while (done.getAsInt() < events) {
            pause(LOOK_NANOS);
            check.run();
            if (done.getAsInt() > last) {
                last = done.getAsInt();
                lastNanos = ticker.nanos();
            } else if (ticker.nanos() - lastNanos > PATIENCE_NANOS) {
                throw new DemoFailure("no more answers: answered=" + last + ", expected=" + events + ", waited="
                        + PATIENCE_NANOS / 1_000_000_000L + "s");
            }
        }
    }

    private static void pause(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Where listings, sales and labels go. */
    private record Writers(TopicWriter listings, TopicWriter sales, TopicWriter labels) {}

    /** Fails when going on makes no sense. */
    @FunctionalInterface
    private interface Check {
        void run() throws Exception;
    }
}
