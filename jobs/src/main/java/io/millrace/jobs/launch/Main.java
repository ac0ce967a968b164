package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.demo.DemoCommand;
import io.millrace.jobs.demo.Teacher;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.Progress;
import io.millrace.models.learn.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** The main class: reads the command line and ends with its exit code. */
@Command(
        name = "millrace",
        description = "A streaming real-time inference engine: Kafka in, PyTorch on Flink, Kafka out.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "millrace 0.1.0",
        subcommands = CommandLine.HelpCommand.class)
public final class Main {
    private static final int FAILED = ExitCode.SOFTWARE;
    private static final Duration DEMO_ENDS_WITHIN = Duration.ofSeconds(20);
    private static final int WRONG_USE = ExitCode.USAGE;

    private Main() {}

    public static void main(String[] arguments) {
        Environment environment = Environment.system();
        Home home = new Home(environment.home());
        Console console = Console.of(environment);
        logTo(home.logs(), arguments);
        Ending.watch(console);
        int code = run(console, home, arguments);
        Ending.finished();
        if (!Ending.requested()) {
            System.exit(code);
        }
    }

    /** Runs a command and returns its exit code: 0 done, 1 failed while running, 2 wrong use or wrong pipeline file. */
    static int run(Console console, Home home, String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(demo(console, home));
        line.addSubcommand(new CheckCommand(console, home));
        line.addSubcommand(new TrainCommand(console, home));
        line.addSubcommand(new ReplayCommand(console, home));
        line.addSubcommand(new RunCommand(console, home));
        line.addSubcommand(new TailCommand(console, home));
        line.addSubcommand(new AuditCommand(console, home));
        line.addSubcommand(models(console, home));
        line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, console, name(parsed)));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        if (arguments.length == 0) {
            line.usage(console.out());
            return ExitCode.OK;
        }
        return line.execute(arguments);
    }

    private static DemoCommand demo(Console console, Home home) {
        DemoCommand.Surroundings surroundings = new DemoCommand.Surroundings(
                console.out(),
                console.err(),
                console.terminal(),
                Environment.system().withHome(home.root()),
                () -> {
                    Ending.listening(DEMO_ENDS_WITHIN);
                    return Ending.requested();
                });
        return new DemoCommand(surroundings, Main::teach);
    }

    private static int teach(PipelineConfig pipeline, Home home, Path rows, Teacher.Progress progress)
            throws Exception {
        FirstModel model = new FirstModel(pipeline, home, (stage, epoch) -> {
            String unit = stage == Progress.Stage.MEASURE ? "held-out trial, epoch" : "training, epoch";
            progress.pass(unit, epoch.number(), epoch.of());
        });
        CsvTable table = CsvTable.read(rows, pipeline.events().time());
        return model.train(table, Training.Promotion.ALWAYS).version().version();
    }

    private static CommandLine models(Console console, Home home) {
        return new CommandLine(new ModelsCommand(console, home)).addSubcommand(new ModelsCommand.Import(console, home));
    }

    private static String name(ParseResult parsed) {
        StringJoiner name = new StringJoiner(" ");
        for (ParseResult each = parsed.subcommand(); each != null; each = each.subcommand()) {
            name.add(each.commandSpec().name());
        }
        return name.toString();
    }

    private static int explain(Exception failure, Console console, String command) {
        Logger log = LoggerFactory.getLogger(Main.class);
        if (failure instanceof ConfigException) {
            console.say(String.valueOf(failure.getMessage()));
            return WRONG_USE;
        }
        if (failure instanceof WrongUse) {
            console.say("millrace " + command + ": " + failure.getMessage());
            return WRONG_USE;
        }
        log.info("command failed: command={}", command, failure);
        console.say("millrace " + command + ": " + (said(failure) ? failure.getMessage() : describe(failure)));
        return FAILED;
    }

    /** Whether the message is one of Millrace's, which say all there is to say. */
    private static boolean said(Exception failure) {
        return failure.getMessage() != null
                && (failure.getClass().getName().startsWith("io.millrace.")
                        || failure.getClass().equals(IOException.class));
    }

    private static String describe(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return failure + (root == failure ? "" : ", cause=" + root) + "; MILLRACE_HOME/logs says more";
    }

    private static void logTo(Path logs, String[] arguments) {
        String command = arguments.length == 0 || arguments[0].startsWith("-") ? "millrace" : arguments[0];
        System.setProperty("millrace.logs", logs.toString());
        System.setProperty("millrace.command", command.replaceAll("[^a-z]", ""));
    }
}
