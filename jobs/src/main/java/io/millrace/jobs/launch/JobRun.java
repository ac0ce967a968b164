package io.millrace.jobs.launch;

import io.millrace.jobs.embedded.LocalJob;
import io.millrace.jobs.kafka.ClusterException;
import io.millrace.jobs.kafka.IdleWatch;
import io.millrace.jobs.kafka.SourceProgress;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accompanies a running job to its end: says how far it is, and stops it in an orderly way when it should stop. */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(45);

    /** How long a run needs from the order to end to its end, at most. */
    static final Duration ENDS_WITHIN = STOP_WITHIN.plusSeconds(15);

    private final Console console;
    private final LocalJob job;
    private final SourceProgress progress;
    private final Optional<IdleWatch> untilIdle;
    private long toldNanos = Ticker.system().nanos();
    private long toldRead = -1;
    private long toldFailure;
    private Optional<SourceProgress.Snapshot> last = Optional.empty();

    /**
     * How a job ended.
     *
     * @param savepoint where it can go on from, if it was stopped
     * @param read offsets of the events topic that it had read when it was last looked at
     * @param restarts how often it failed and began again by itself
     */
    record Outcome(String why, Optional<String> savepoint, long read, int restarts) {}

    JobRun(Console console, LocalJob job, SourceProgress progress, Optional<IdleWatch> untilIdle) {
        this.console = console;
        this.job = job;
        this.progress = progress;
        this.untilIdle = untilIdle;
    }

    /**
     * Returns when the job has ended.
     *
     * @throws CommandFailure if the job failed
     */
    Outcome accompany() throws InterruptedException {
        while (!job.awaitEnd(LOOK_EVERY)) {
            if (Ending.requested()) {
                return stopped("told to end");
            }
            LocalJob.Condition condition = job.condition();
            condition.failure().ifPresent(this::tell);
            Optional<SourceProgress.Snapshot> now = look();
            now.ifPresent(this::tell);
            // A job that is being started reads nothing yet, but not because nothing is there.
            if (condition.running() && now.map(this::idle).orElse(false)) {
                return stopped("nothing arrives any more");
            }
        }
        Throwable failure = job.failure().orElse(null);
        throw new CommandFailure(
                "job has failed: job=" + job.id() + ", cause=" + LocalJob.innermost(failure)
                        + "; the same command goes on from the last checkpoint",
                failure);
    }

    private boolean idle(SourceProgress.Snapshot now) {
        return untilIdle.map(watch -> watch.idle(now)).orElse(false);
    }

    private Outcome stopped(String why) throws InterruptedException {
        console.progressDone();
        console.say("Stopping the job: " + why);
        if (!job.condition().running()) {
            console.say("It is not running yet, or not again; the same command goes on from its last checkpoint");
            cancel();
            return outcome(why, Optional.empty());
        }
        try {
            String savepoint = job.stop(STOP_WITHIN);
            commit();
            return outcome(why, Optional.of(savepoint));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn(
                    "The job could not be stopped with a savepoint; it is cancelled and can go on from its last"
                            + " checkpoint: cause={}",
                    LocalJob.innermost(e));
            LOG.info("stop failed", e);
            cancel();
            return outcome(why, Optional.empty());
        }
    }

    private Outcome outcome(String why, Optional<String> savepoint) throws InterruptedException {
        return new Outcome(
                why,
                savepoint,
                last.map(SourceProgress.Snapshot::read).orElse(0L),
                job.condition().restarts());
    }

    /* The savepoint says where to go on; the offsets say so to people, and to a run that finds no savepoint. */
    private void commit() {
        try {
            last.ifPresent(progress::commit);
        } catch (ClusterException e) {
            LOG.info("offsets are not committed", e);
        }
    }

    private void cancel() throws InterruptedException {
        try {
            job.cancel(STOP_WITHIN);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.info("cancel failed", e);
        }
    }

    private Optional<SourceProgress.Snapshot> look() {
        try {
            last = Optional.of(progress.look(job.positions(progress.topic())));
            return last;
        } catch (ClusterException e) {
            LOG.info("broker does not answer", e);
            return Optional.empty();
        }
    }

    private void tell(LocalJob.Failure failure) {
        if (failure.epochMillis() > toldFailure) {
            toldFailure = failure.epochMillis();
            console.say("The job failed and begins again by itself: cause=" + LocalJob.innermost(failure.cause()));
        }
    }

    private void tell(SourceProgress.Snapshot now) {
        long nanos = Ticker.system().nanos();
        long passed = nanos - toldNanos;
        if (passed < TELL_EVERY.toNanos() || now.read() == toldRead) {
            return;
        }
        String rate =
                toldRead < 0 ? "" : String.format(Locale.ROOT, ", %,.0f/s", (now.read() - toldRead) * 1e9 / passed);
        console.progress(String.format(Locale.ROOT, "%,d events read, %,d behind%s", now.read(), now.behind(), rate));
        toldNanos = nanos;
        toldRead = now.read();
    }
}
