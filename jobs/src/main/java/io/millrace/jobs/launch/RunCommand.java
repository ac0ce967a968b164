package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.embedded.LocalFlink;
import io.millrace.jobs.embedded.LocalJob;
import io.millrace.jobs.embedded.ProcessLock;
import io.millrace.jobs.embedded.SavedState;
import io.millrace.jobs.kafka.EventSource;
import io.millrace.jobs.kafka.IdleWatch;
import io.millrace.jobs.kafka.SourceProgress;
import io.millrace.jobs.score.ScoreJob;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.pytorch.Devices;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.graph.StreamGraph;
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
            defaultValue = ScoreJob.NAME,
            description = "the jobs to run: score (default: ${DEFAULT-VALUE})")
    private List<String> jobs = List.of();

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
        Ending.listening(JobRun.ENDS_WITHIN);
        PipelineConfig pipeline = file.read(home);
        requireKnownJobs();
        ports.requireFree();
        ModelSource model = new RegistrySource(
                home.registry().toString(),
                pipeline.model().name(),
                pipeline.model().serve(),
                Schema.ofRow(pipeline));
        int version = model.resolve().version();
        Devices.Choice device = Devices.choose(pipeline.device());
        // Said here, once. The job would try again and again, because a broken version may be mended meanwhile.
        model.load(version, device.device()).close();
        Path checkpoints = home.checkpoints(pipeline.pipeline(), ScoreJob.NAME);
        ProcessLock lock = lock(checkpoints, pipeline);
        try (Site site = Site.open(pipeline, home, console, ports.broker())) {
            site.standBy();
            site.createTopics(console);
            console.say("Scoring with " + pipeline.model().name() + "@" + version + " on " + device.sentence());
            summary(pipeline, run(site, model, checkpoints)).print(console, output.json());
            return ExitCode.OK;
        } finally {
            lock.close();
        }
    }

    private JobRun.Outcome run(Site site, ModelSource model, Path checkpoints) throws Exception {
        PipelineConfig pipeline = site.pipeline();
        String topic = pipeline.events().topic();
        try (SourceProgress progress = new SourceProgress(site.cluster(), topic, ScoreJob.group(pipeline))) {
            Optional<SavedState> from = SavedState.newest(checkpoints, console::say);
            EventSource.Start begin = beginning(from, progress, checkpoints);
            from.ifPresent(saved -> console.say("Going on from " + saved.location() + ", saved " + saved.saved()));
            StreamGraph graph = ScoreJob.graph(
                    pipeline,
                    new ScoreJob.Inputs(site.cluster(), begin, model),
                    JobSettings.of(pipeline.runtime(), checkpoints, from));
            LocalFlink.Settings settings =
                    new LocalFlink.Settings(pipeline.runtime().parallelism(), ports.web(), ports.prometheus());
            try (LocalFlink flink = LocalFlink.start(settings)) {
                if (ports.web() != 0) {
                    console.say("Flink's web interface is at " + flink.webAddress());
                }
                LocalJob job = flink.submit(graph, checkpoints);
                Optional<IdleWatch> idle = Optional.ofNullable(untilIdle)
                        .map(quiet -> new IdleWatch(quiet, Ticker.system(), progress::nothingLeft));
                return new JobRun(console, job, progress, idle).accompany();
            }
        }
    }

    private EventSource.Start beginning(Optional<SavedState> from, SourceProgress progress, Path checkpoints) {
        if (from.isPresent()) {
            return EventSource.Start.EARLIEST;
        }
        long read = progress.look().read();
        if (start == EventSource.Start.EARLIEST && read > 0) {
            progress.forget();
        }
        if (start != null) {
            return start;
        }
        if (read > 0) {
            throw new CommandFailure("the job has run before but there is no checkpoint to go on from: events read="
                    + read + ", checkpoints=" + checkpoints
                    + "; --start committed goes on behind them (events under way at its end stay unscored),"
                    + " --start earliest scores everything again");
        }
        return EventSource.Start.EARLIEST;
    }

    private void requireKnownJobs() {
        for (String job : jobs) {
            if (!job.equals(ScoreJob.NAME)) {
                throw new WrongUse("no such job: job=" + job + ", jobs=[" + ScoreJob.NAME + "]");
            }
        }
    }

    private static ProcessLock lock(Path checkpoints, PipelineConfig pipeline) throws IOException {
        Path file = checkpoints.resolve("lock");
        return ProcessLock.tryTake(file)
                .orElseThrow(() -> new CommandFailure("another process runs this job already: pipeline="
                        + pipeline.pipeline() + ", job=" + ScoreJob.NAME + ", lock=" + file
                        + "; two of them would fence each other's transactions"));
    }

    private static Summary summary(PipelineConfig pipeline, JobRun.Outcome outcome) {
        return new Summary()
                .put("pipeline", pipeline.pipeline())
                .put("job", ScoreJob.NAME)
                .put("ended", outcome.why())
                .put("events_read", outcome.read())
                .put("restarts", outcome.restarts())
                .put("savepoint", outcome.savepoint().orElse(""));
    }
}
