package io.millrace.jobs.launch;

import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accompanies running jobs to their end: says how far they are, and stops them in an orderly way when they should stop. */
final class JobRun {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);

    /** How long a run of so many jobs needs from the order to end to its end, at most. */
    static Duration endsWithin(int jobs) {
        return RunningJob.STOP_WITHIN.multipliedBy(jobs).plusSeconds(15);
    }

    private final Console console;
    private final List<RunningJob> jobs;
    private long toldNanos = Ticker.system().nanos();

    /**
     * How the jobs ended.
     *
     * @param why what made them end
     * @param jobs in the order in which they were started
     */
    record Outcome(String why, List<RunningJob.Outcome> jobs) {}

    JobRun(Console console, List<RunningJob> jobs) {
        this.console = console;
        this.jobs = List.copyOf(jobs);
    }

    /**
     * Returns when the jobs have ended, because nothing arrives any more or somebody wants it.
     *
     * @throws CommandFailure if one of them failed
     */
    Outcome accompany() throws InterruptedException {
        while (true) {
            for (RunningJob job : jobs) {
                if (job.awaitEnd(LOOK_EVERY.dividedBy(jobs.size()))) {
                    throw job.failure();
                }
            }
            if (Ending.requested()) {
                return stopped("told to end");
            }
            boolean idle = true;
            for (RunningJob job : jobs) {
                job.newFailure().ifPresent(console::say);
                idle &= job.lookIdle();
            }
            tell();
            if (idle) {
                return stopped("nothing arrives any more");
            }
        }
    }

    private Outcome stopped(String why) throws InterruptedException {
        console.progressDone();
        console.say((jobs.size() == 1 ? "Stopping the job: " : "Stopping the jobs: ") + why);
        List<RunningJob.Outcome> outcomes = new ArrayList<>();
        for (RunningJob job : jobs) {
            outcomes.add(job.stop(console));
        }
        return new Outcome(why, outcomes);
    }

    private void tell() {
        long now = Ticker.system().nanos();
        if (now - toldNanos < TELL_EVERY.toNanos()) {
            return;
        }
        List<String> news =
                jobs.stream().map(RunningJob::news).flatMap(Optional::stream).toList();
        if (!news.isEmpty()) {
            console.progress(String.join("; ", news));
            toldNanos = now;
        }
    }
}
