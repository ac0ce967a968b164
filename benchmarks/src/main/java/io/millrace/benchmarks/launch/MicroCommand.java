package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.micro.Micro;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.WrongUse;
import io.millrace.models.time.Ticker;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures single steps of the hot path. */
@Command(
        name = "micro",
        description = {
            "Measure single steps with JMH: " + MicroCommand.STEPS + ".",
            "The cpu of a step is disturbed less by neighbours than its wall time."
        },
        mixinStandardHelpOptions = true)
final class MicroCommand implements Callable<Integer> {
    static final String STEPS = "decode, enrich, pack, forward, prediction, count, learn";
    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'-micro.json'").withZone(ZoneOffset.UTC);

    private final Console console;
    private final Home home;

    @Parameters(
            paramLabel = "PATTERN",
            arity = "0..1",
            defaultValue = "",
            description = "regular expression that the name of a benchmark holds (default: all)")
    private String pattern = "";

    @Option(names = "--forks", paramLabel = "N", defaultValue = "2", description = "JVMs (default: ${DEFAULT-VALUE})")
    private int forks;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "3",
            description = "of each JVM, after as many that warm it up (default: ${DEFAULT-VALUE})")
    private int iterations;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "of an iteration (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--percentiles", description = "time single calls, and give percentiles in place of the mean")
    private boolean percentiles;

    MicroCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        Instant start = Instant.ofEpochMilli(Ticker.system().epochMillis());
        Path file = ResultFiles.folder(home).resolve(FILE_NAME.format(start));
        try (Workplace place = Workplace.open(console, home)) {
            Micro.measured(
                            pattern,
                            percentiles ? Micro.Figure.PERCENTILES : Micro.Figure.MEAN,
                            new Micro.Length(forks, iterations, seconds))
                    .to(file)
                    .run();
            place.surroundings(List.of()).delete();
        } catch (NoBenchmarksException e) {
            throw new WrongUse("no such benchmark: pattern=" + pattern + ", known=" + STEPS);
        }
        console.say("Written to " + file);
        return ExitCode.OK;
    }
}
