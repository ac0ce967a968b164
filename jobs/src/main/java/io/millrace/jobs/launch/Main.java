package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.demo.DemoCommand;
import io.millrace.jobs.demo.Teacher;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.Progress;
import io.millrace.models.learn.Training;
import io.millrace.models.registry.ModelRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class: the commands of the jobs. */
@Command(
        name = "millrace",
        description = "A streaming real-time inference engine: Kafka in, PyTorch on Flink, Kafka out.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "millrace 0.1.0",
        footer = "%nBenchmarks: millrace bench --help",
        subcommands = CommandLine.HelpCommand.class)
public final class Main {
    private static final Duration DEMO_ENDS_WITHIN = Duration.ofSeconds(20);

    private Main() {}

    public static void main(String[] arguments) {
        Launch.start(Main::commands, arguments);
    }

    /** Runs a command and returns its exit code. */
    static int run(Console console, Home home, String... arguments) {
        return Launch.run(commands(console, home), console, arguments);
    }

    private static CommandLine commands(Console console, Home home) {
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(demo(console, home));
        line.addSubcommand(new CheckCommand(console, home));
        line.addSubcommand(new TrainCommand(console, home));
        line.addSubcommand(new EvaluateCommand(console, home));
        line.addSubcommand(new ReplayCommand(console, home));
        line.addSubcommand(new RunCommand(console, home));
        line.addSubcommand(new TailCommand(console, home));
        line.addSubcommand(new AuditCommand(console, home));
        line.addSubcommand(new QualityCommand(console, home));
        line.addSubcommand(new BacktestCommand(console, home));
        line.addSubcommand(models(console, home));
        line.addSubcommand(new FeaturesCommand(console, home));
        return line;
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

    private static int teach(PipelineConfig pipeline, Home home, Path rows, Path sales, Teacher.Progress progress)
            throws Exception {
        Training training = new Training(pipeline, new ModelRegistry(home.registry()), (stage, epoch) -> {
            String unit = stage == Progress.Stage.MEASURE ? "held-out trial, epoch" : "training, epoch";
            progress.pass(unit, epoch.number(), epoch.of());
        });
        CsvTable table = CsvTable.read(rows, pipeline.events().time());
        Map<String, CsvTable> events = new HashMap<>();
        for (ViewConfig view : pipeline.computedViews()) {
            events.put(view.view(), CsvTable.read(sales, view.stream().events().time()));
        }
        return training.run(table, events, Training.Promotion.ALWAYS).version().version();
    }

    private static CommandLine models(Console console, Home home) {
        return new CommandLine(new ModelsCommand(console, home)).addSubcommand(new ModelsCommand.Import(console, home));
    }
}
