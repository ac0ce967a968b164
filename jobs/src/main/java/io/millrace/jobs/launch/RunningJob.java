package io.millrace.jobs.launch;

import io.millrace.jobs.embedded.LocalJob;
import io.millrace.jobs.kafka.ClusterException;
import io.millrace.jobs.kafka.IdleWatch;
import io.millrace.jobs.kafka.SourceProgress;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that runs: how far it is, and its orderly end. */
final class RunningJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);

    /** How long an orderly end may take. */
    static final Duration STOP_WITHIN = Duration.ofSeconds(45);

    private final String name;
    private final LocalJob job;
    private final boolean anew;
    private final SourceProgress progress;
    private final Optional<IdleWatch> untilIdle;
    private long toldNanos = Ticker.system().nanos();
    private long toldRead = -1;
    private long toldFailure;
    private @Nullable IdleWatch catchingUp;
    private Optional<SourceProgress.Snapshot> last = Optional.empty();

    /**
     * How a job ended.
     *
     * @param savepoint where it can go on from, if it was stopped
     * @param read offsets of its topic that it had read when it was last looked at
     * @param restarts how often it failed and began again by itself
     */
    record Outcome(String job, Optional<String> savepoint, long read, int restarts) {}

    /**
     * A job that was submitted.
     *
     * @param anew whether it went on from no saved state
     * @param progress how far it has read; closed with the job
     */
    RunningJob(String name, LocalJob job, boolean anew, SourceProgress progress, Optional<Duration> untilIdle) {
        this.name = name;
        this.job = job;
        this.anew = anew;
        this.progress = progress;
        this.untilIdle = untilIdle.map(quiet -> new IdleWatch(quiet, Ticker.system(), progress::nothingLeft));
    }

    /** Whether it went on from no saved state. */
    boolean anew() {
        return anew;
    }

    boolean awaitEnd(Duration patience) throws InterruptedException {
        return job.awaitEnd(patience);
    }

    /** What to say of a job that has ended by itself. */
    CommandFailure failure() {
        Throwable failure = job.failure().orElse(null);
        return new CommandFailure(
                "job has failed: job=" + name + ", id=" + job.id() + ", cause=" + LocalJob.innermost(failure)
                        + "; the same command goes on from the last checkpoint",
                failure);
    }

    /** A failure after which it began again, if there is one that was not told yet. */
    Optional<String> newFailure() throws InterruptedException {
        Optional<LocalJob.Failure> failure = job.condition().failure().filter(each -> each.epochMillis() > toldFailure);
        failure.ifPresent(told -> toldFailure = told.epochMillis());
        return failure.map(told ->
                "The job " + name + " failed and begins again by itself: cause=" + LocalJob.innermost(told.cause()));
    }

    /** Looks how far it is. Whether it has read everything and nothing arrives any more. */
    boolean lookIdle() throws InterruptedException {
        Optional<SourceProgress.Snapshot> now = look();
        boolean idle =
                now.isPresent() && untilIdle.map(watch -> watch.idle(now.get())).orElse(false);
        // A job that is being started reads nothing yet, but not because nothing is there.
        return idle && job.condition().running();
    }

    /** Looks how far it is. Whether it has read what there is and nothing has changed for a while. */
    boolean caughtUp(Duration quiet) throws InterruptedException {
        if (catchingUp == null) {
            catchingUp = new IdleWatch(quiet, Ticker.system(), progress::nothingLeft);
        }
        Optional<SourceProgress.Snapshot> now = look();
        return now.isPresent() && catchingUp.idle(now.get()) && job.condition().running();
    }

    /** Returns when everything that it has read is written. */
    void settle() throws Exception {
        job.checkpoint(STOP_WITHIN);
    }

    /** How far it is, in words, if that has changed. */
    Optional<String> news() {
        if (last.isEmpty() || last.get().read() == toldRead) {
            return Optional.empty();
        }
        SourceProgress.Snapshot now = last.get();
        long nanos = Ticker.system().nanos();
        String rate = toldRead < 0
                ? ""
                : String.format(Locale.ROOT, ", %,.0f/s", (now.read() - toldRead) * 1e9 / (nanos - toldNanos));
        toldNanos = nanos;
        toldRead = now.read();
        return Optional.of(
                String.format(Locale.ROOT, "%s: %,d events read, %,d behind%s", name, now.read(), now.behind(), rate));
    }

    /** Stops it in an orderly way. */
    Outcome stop(Console console) throws InterruptedException {
        if (!job.condition().running()) {
            console.say(name + " is not running yet, or not again; the same command goes on from its last checkpoint");
            cancel();
            return outcome(Optional.empty());
        }
        try {
            String savepoint = job.stop(STOP_WITHIN);
            commit();
            return outcome(Optional.of(savepoint));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn(
                    "The job could not be stopped with a savepoint; it is cancelled and can go on from its last"
                            + " checkpoint: job={}, cause={}",
                    name,
                    LocalJob.innermost(e));
            LOG.info("stop failed", e);
            cancel();
            return outcome(Optional.empty());
        }
    }

    private Outcome outcome(Optional<String> savepoint) throws InterruptedException {
        return new Outcome(
                name,
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

    @Override
    public void close() {
        progress.close();
    }
}
