package io.millrace.benchmarks.launch;

import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.WrongUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How and where rigs run: what every command asks for that measures them in processes of their own. */
final class RigOptions {
    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "an option for the JVM of every rig; may stand more than once")
    private List<String> jvm = List.of();

    @Option(
            names = "--scratch",
            paramLabel = "FOLDER",
            description = {
                "where broker and rigs have their files meanwhile (default: below MILLRACE_HOME);",
                "in one that is kept in memory, for example /dev/shm, no disk disturbs them"
            })
    private @Nullable Path scratch;

    List<String> jvm() {
        return jvm;
    }

    /**
     * A place for them.
     *
     * @throws WrongUse if the folder is none
     */
    Workplace open(Console console, Home home) throws IOException {
        Path folder = scratch;
        if (folder == null) {
            return Workplace.open(console, home);
        }
        if (!Files.isDirectory(folder)) {
            throw new WrongUse("no such folder: scratch=" + folder);
        }
        return Workplace.openIn(folder.toAbsolutePath(), console, home);
    }

    /** As they are given on a command line, each with a space before it. */
    String arguments() {
        String options = jvm.stream().map(option -> " --jvm=" + option).collect(Collectors.joining());
        return scratch == null ? options : options + " --scratch " + scratch;
    }
}
