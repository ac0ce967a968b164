package io.millrace.benchmarks.launch;

import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.Launch;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class of {@code millrace bench}. */
@Command(
        name = "millrace",
        description = "A streaming real-time inference engine: Kafka in, PyTorch on Flink, Kafka out.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Launch.start(Main::commands, arguments);
    }

    static CommandLine commands(Console console, Home home) {
        CommandLine bench = new CommandLine(new BenchCommand());
        bench.addSubcommand(new ListCommand(console));
        bench.addSubcommand(new RunCommand(console, home));
        bench.addSubcommand(new LatencyCommand(console, home));
        bench.addSubcommand(new BurstCommand(console, home));
        bench.addSubcommand(new OnceCommand(console, home));
        bench.addSubcommand(new MicroCommand(console, home));
        bench.addSubcommand(new PlanCommand(console, home));
        bench.addSubcommand(new TuneCommand(console, home));
        return new CommandLine(new Main()).addSubcommand(bench);
    }

    /** The benchmarks. */
    @Command(
            name = "bench",
            description = "Measure how fast Millrace is beside what one would otherwise use.",
            synopsisSubcommandLabel = "COMMAND",
            mixinStandardHelpOptions = true,
            subcommands = CommandLine.HelpCommand.class)
    static final class BenchCommand {}
}
