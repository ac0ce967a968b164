package io.millrace.jobs.demo;

import static java.util.Objects.requireNonNull;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.time.Ticker;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what Millrace does, on a stream of its own making. */
@Command(
        name = "demo",
        description = {
            "Score a live stream from a made-up housing market and watch it happen.",
            "Needs no file and no network: starts a broker, trains a first model, starts the score job, sends"
                    + " listings, some of them broken, and accounts for every one of them."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final String PIPELINE = "config/pipelines/demo.yaml";
    private static final int MIN_EVENTS = 100;
    private static final int USUAL_COLUMNS = 80;
    private static final String COLUMNS_PROPERTY = "millrace.columns";
    private static final String ROOT_PROPERTY = "millrace.root";
    private static final Duration REDRAW = Duration.ofMillis(150);

    private final Surroundings surroundings;
    private final Teacher teacher;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "30000",
            description = "how many events to send (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1500",
            description = "events per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--broken",
            paramLabel = "SHARE",
            defaultValue = "0.03",
            description = "share of the events that are broken on purpose (default: ${DEFAULT-VALUE})")
    private double broken;

    @Option(
            names = "--training-rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "sales that the first model is trained from (default: ${DEFAULT-VALUE})")
    private int trainingRows;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "another seed makes another market (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", description = "print the result as one JSON object on the last line of standard output")
    private boolean json;

    /**
     * What the command needs to know of the process.
     *
     * @param out where the summary goes
     * @param err where the live view goes
     * @param terminal whether a person is watching {@code err}, so that it may be redrawn
     * @param ending whether the process was told to end
     */
    public record Surroundings(
            PrintStream out, PrintStream err, boolean terminal, Environment environment, BooleanSupplier ending) {}

    public DemoCommand(Surroundings surroundings, Teacher teacher) {
        this.surroundings = surroundings;
        this.teacher = teacher;
    }

    @Override
    public Integer call() throws Exception {
        Demo.Script script = script();
        Ticker ticker = Ticker.system();
        Environment environment = surroundings.environment();
        Home home = new DemoHomes(new Home(environment.home()))
                .create(ProcessHandle.current().pid());
        PipelineConfig pipeline = PipelineFile.read(file(environment), environment.withHome(home.root()));
        DemoBoard board = new DemoBoard(Demo.STEPS, ticker);
        DemoSummary summary = watched(board, screen(ticker), new Demo(pipeline, home, script, teacher, board));
        summary.table().forEach(surroundings.out()::println);
        surroundings.out().println("kept in     " + home.root() + " until the next demo; to look at it:");
        for (String command : List.of("models show " + pipeline.model().name(), "quality " + PIPELINE)) {
            surroundings.out().println("            MILLRACE_HOME=" + home.root() + " ./millrace " + command);
        }
        summary.problems().forEach(problem -> surroundings.err().println("millrace demo: " + problem));
        if (json) {
            surroundings.out().println(summary.json());
        }
        return summary.passed() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private DemoSummary watched(DemoBoard board, DemoScreen screen, Demo demo) throws Exception {
        Step.Status end = Step.Status.FAILED;
        try (DemoThread view = DemoThread.start("view", () -> draw(screen, board))) {
            DemoSummary summary = demo.run(surroundings.ending());
            end = Step.Status.DONE;
            view.requireNoFailure();
            return summary;
        } finally {
            board.end(end);
            screen.show(board.state());
        }
    }

    private static void draw(DemoScreen screen, DemoBoard board) {
        while (!Thread.currentThread().isInterrupted()) {
            screen.show(board.state());
            LockSupport.parkNanos(REDRAW.toNanos());
        }
    }

    private DemoScreen screen(Ticker ticker) {
        return surroundings.terminal()
                ? new DemoScreen.Redrawn(new DemoView(columns()), surroundings.err())
                : new DemoScreen.Lines(surroundings.err(), ticker);
    }

    /** The width that the launcher found, or the usual one. */
    private int columns() {
        return surroundings
                .environment()
                .property(COLUMNS_PROPERTY)
                .filter(columns -> columns.matches("\\d{1,4}"))
                .map(Integer::valueOf)
                .orElse(USUAL_COLUMNS);
    }

    private Demo.Script script() {
        if (events < MIN_EVENTS || trainingRows < MIN_EVENTS || !(rate > 0) || !(broken >= 0 && broken <= 1)) {
            throw new ParameterException(
                    requireNonNull(spec).commandLine(),
                    "no such demonstration: events=" + events + ", at least " + MIN_EVENTS + ", training-rows="
                            + trainingRows + ", at least " + MIN_EVENTS + ", rate=" + rate + ", more than 0, broken="
                            + broken + ", from 0 to 1");
        }
        return new Demo.Script(new Market(seed, trainingRows, events), rate, broken);
    }

    /** The pipeline file in the folder from which the launcher runs. */
    private static Path file(Environment environment) {
        return Path.of(environment.property(ROOT_PROPERTY).orElse("")).resolve(PIPELINE);
    }
}
