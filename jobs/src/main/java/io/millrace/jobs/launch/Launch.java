package io.millrace.jobs.launch;

import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import java.io.IOException;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** The life of a process that runs one command: 0 done, 1 failed while running, 2 wrong use or wrong pipeline file. */
public final class Launch {
    private static final int FAILED = ExitCode.SOFTWARE;
    private static final int WRONG_USE = ExitCode.USAGE;

    private Launch() {}

    /** Makes the commands of a program. */
    @FunctionalInterface
    public interface Program {

        CommandLine commands(Console console, Home home);
    }

    /** Runs the command that the arguments name and ends the process with its exit code. */
    public static void start(Program program, String... arguments) {
        Environment environment = Environment.system();
        Home home = new Home(environment.home());
        Console console = Console.of(environment);
        logTo(home, arguments);
        Ending.watch(console);
        int code = run(program.commands(console, home), console, arguments);
        Ending.finished();
        if (!Ending.requested()) {
            System.exit(code);
        }
    }

    /** Runs a command and returns its exit code. */
    static int run(CommandLine commands, Console console, String... arguments) {
        commands.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, console, name(parsed)));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        if (arguments.length == 0) {
            commands.usage(console.out());
            return ExitCode.OK;
        }
        return commands.execute(arguments);
    }

    private static String name(ParseResult parsed) {
        StringJoiner name = new StringJoiner(" ");
        for (ParseResult each = parsed.subcommand(); each != null; each = each.subcommand()) {
            name.add(each.commandSpec().name());
        }
        return name.toString();
    }

    private static int explain(Exception failure, Console console, String command) {
        Logger log = LoggerFactory.getLogger(Launch.class);
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

    private static void logTo(Home home, String[] arguments) {
        String command = arguments.length == 0 || arguments[0].startsWith("-") ? "millrace" : arguments[0];
        System.setProperty("millrace.logs", home.logs().toString());
        System.setProperty("millrace.command", command.replaceAll("[^a-z]", ""));
    }
}
