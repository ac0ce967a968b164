package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.LocalFlink;
import io.millrace.jobs.feature.FeatureJob;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.learn.LearnJob;
import io.millrace.jobs.monitor.MonitorJob;
import io.millrace.jobs.score.ScoreJob;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the jobs of a pipeline in this process. */
@Command(
        name = "run",
        description = {
            "Run the jobs of a pipeline in this process.",
            "The same command goes on where the last one ended, however it ended."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline file = new Pipeline();

    @Mixin
    private final Output output = new Output();

    @Mixin
    private final ListeningPorts ports = new ListeningPorts();

    @Option(
            names = "--jobs",
            split = ",",
            paramLabel = "JOB",
            description = {
                "the jobs to run: score, feature for the views that are computed from streams, monitor to compare what was",
                "served of these views with what their streams say, and learn to join scored rows with their labels",
                "(default: all that the pipeline needs)"
            })
    private @Nullable List<String> jobs;

    @Option(
            names = "--until-idle",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "stop when everything is read and nothing new arrives for this long, for example 10s")
    private @Nullable Duration untilIdle;

    @Option(
            names = "--start",
            paramLabel = "WHERE",
            description = "where to read from if there is no checkpoint to go on from: ${COMPLETION-CANDIDATES}")
    private EventSource.@Nullable Start start;

    RunCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        PipelineConfig pipeline = file.read(home);
        List<String> wanted = wanted(pipeline);
        Ending.listening(JobRun.endsWithin(3 + pipeline.computedViews().size()));
        ports.requireFree();
        Optional<ScoringPlan> scoring =
                wanted.contains(ScoreJob.NAME) ? Optional.of(ScoringPlan.of(pipeline, home)) : Optional.empty();
        try (Locks locks = new Locks()) {
            lock(scoring, locks);
            return run(pipeline, wanted, scoring, locks);
        }
    }

    private int run(PipelineConfig pipeline, List<String> wanted, Optional<ScoringPlan> scoring, Locks locks)
            throws Exception {
        try (Site site = Site.open(pipeline, home, console, ports.broker())) {
            site.standBy();
            site.createTopics(console);
            if (scoring.isPresent()) {
                console.say(scoring.get().sentence());
                scoring.get().tell(site.cluster());
            }
            List<JobPlan> views = wanted.contains(FeatureJob.NAME) ? views(site, locks) : List.of();
            Optional<JobPlan> learn = wanted.contains(LearnJob.NAME)
                    ? locked(
                            LearnPlan.of(pipeline, home, console),
                            "learns for the pipeline " + pipeline.pipeline(),
                            locks)
                    : Optional.empty();
            Optional<JobPlan> monitor = wanted.contains(MonitorJob.NAME)
                    ? locked(MonitorPlan.of(pipeline, home), "watches the pipeline " + pipeline.pipeline(), locks)
                    : Optional.empty();
            summary(pipeline, run(site, new Plans(views, scoring, learn, monitor)))
                    .print(console, output.json());
            return ExitCode.OK;
        }
    }

    private static void lock(Optional<ScoringPlan> scoring, Locks locks) throws IOException {
        if (scoring.isPresent() && !locks.take(scoring.get().job())) {
            JobPlan plan = scoring.get().job();
            throw new CommandFailure("another process runs this job already: pipeline="
                    + scoring.get().pipeline().pipeline() + ", job=" + plan.name() + ", lock=" + plan.lockFile()
                    + "; two of them would fence each other's transactions");
        }
    }

    /** The jobs of the views that no other process computes. */
    private List<JobPlan> views(Site site, Locks locks) throws IOException {
        List<JobPlan> views = new ArrayList<>();
        for (ViewConfig view : site.pipeline().computedViews()) {
            JobPlan plan = new JobPlan(
                    FeatureJob.name(view),
                    home.checkpoints(FeatureJob.name(view), view.definition()),
                    view.stream().events().topic(),
                    FeatureJob.group(view),
                    (cluster, begin, settings) -> FeatureJob.graph(view, cluster, begin, settings));
            locked(plan, "computes the view " + view.view(), locks).ifPresent(views::add);
        }
        return views;
    }

    /** The job, unless another process runs it. */
    private Optional<JobPlan> locked(JobPlan plan, String does, Locks locks) throws IOException {
        if (locks.take(plan)) {
            return Optional.of(plan);
        }
        console.say("Another process " + does);
        return Optional.empty();
    }

    /** The jobs that are left for this process, in the order in which they start. */
    private record Plans(
            List<JobPlan> views, Optional<ScoringPlan> scoring, Optional<JobPlan> learn, Optional<JobPlan> monitor) {

        int jobs() {
            return views.size()
                    + (scoring.isPresent() ? 1 : 0)
                    + (learn.isPresent() ? 1 : 0)
                    + (monitor.isPresent() ? 1 : 0);
        }
    }

    private JobRun.Outcome run(Site site, Plans plans) throws Exception {
        int slots = site.pipeline().runtime().parallelism() * plans.jobs();
        if (slots == 0) {
            throw new CommandFailure("no job is left to run: other processes run them all");
        }
        List<RunningJob> running = new ArrayList<>();
        LocalFlink.Settings settings = new LocalFlink.Settings(slots, ports.web(), ports.prometheus());
        try (LocalFlink flink = LocalFlink.start(settings)) {
            if (ports.web() != 0) {
                console.say("Flink's web interface is at " + flink.webAddress());
            }
            for (JobPlan view : plans.views()) {
                running.add(view.start(site, flink, console, EventSource.Start.EARLIEST, idle()));
            }
            if (plans.scoring().isPresent()) {
                JobPlan plan = plans.scoring().get().job();
                if (!running.isEmpty()
                        && (plan.saved(console).isEmpty() || running.stream().anyMatch(RunningJob::anew))) {
                    // A service that goes on is not kept waiting; without its features it would only score defaults.
                    console.say("Computing the views up to now before the first event is scored");
                    new FirstValues(console, running).await();
                }
                running.add(plan.start(site, flink, console, start, idle()));
            }
            if (plans.learn().isPresent()) {
                running.add(plans.learn().get().start(site, flink, console, EventSource.Start.EARLIEST, idle()));
            }
            if (plans.monitor().isPresent()) {
                running.add(plans.monitor().get().start(site, flink, console, EventSource.Start.COMMITTED, idle()));
            }
            return new JobRun(console, running).accompany();
        } finally {
            running.forEach(RunningJob::close);
        }
    }

    private Optional<Duration> idle() {
        return Optional.ofNullable(untilIdle);
    }

    private List<String> wanted(PipelineConfig pipeline) {
        List<String> known = List.of(ScoreJob.NAME, FeatureJob.NAME, LearnJob.NAME, MonitorJob.NAME);
        if (jobs == null) {
            return needed(pipeline);
        }
        for (String job : jobs) {
            if (!known.contains(job)) {
                throw new WrongUse("no such job: job=" + job + ", jobs=" + known);
            }
        }
        if (jobs.contains(FeatureJob.NAME) && pipeline.computedViews().isEmpty()) {
            throw new WrongUse("no view of the pipeline is computed from a stream: pipeline=" + pipeline.pipeline()
                    + "; leave the job out: job=" + FeatureJob.NAME);
        }
        if (jobs.contains(LearnJob.NAME) && pipeline.labels() == null) {
            throw new WrongUse("nothing says what was true: pipeline=" + pipeline.pipeline()
                    + "; declare labels, or leave the job out: job=" + LearnJob.NAME);
        }
        if (jobs.contains(MonitorJob.NAME) && pipeline.checkedFeatures().isEmpty()) {
            throw new WrongUse("nothing that is served can be compared: pipeline=" + pipeline.pipeline()
                    + "; this needs a view that is computed from a stream, the scored topic and a"
                    + " monitoring.consistency.sample above 0; or leave the job out: job=" + MonitorJob.NAME);
        }
        return jobs;
    }

    private static List<String> needed(PipelineConfig pipeline) {
        List<String> needed = new ArrayList<>(List.of(ScoreJob.NAME));
        if (!pipeline.computedViews().isEmpty()) {
            needed.add(FeatureJob.NAME);
        }
        if (pipeline.labels() != null) {
            needed.add(LearnJob.NAME);
        }
        if (!pipeline.checkedFeatures().isEmpty()) {
            needed.add(MonitorJob.NAME);
        }
        return needed;
    }

    private static Summary summary(PipelineConfig pipeline, JobRun.Outcome outcome) {
        Summary summary = new Summary()
                .put("pipeline", pipeline.pipeline())
                .put(
                        "jobs",
                        outcome.jobs().stream().map(RunningJob.Outcome::job).toList())
                .put("ended", outcome.why());
        for (RunningJob.Outcome job : outcome.jobs()) {
            String prefix = job.job().equals(ScoreJob.NAME) ? "" : job.job() + "_";
            summary.put(prefix + "events_read", job.read())
                    .put(prefix + "restarts", job.restarts())
                    .put(prefix + "savepoint", job.savepoint().orElse(""));
        }
        return summary;
    }
}
