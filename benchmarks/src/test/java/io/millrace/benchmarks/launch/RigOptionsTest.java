package io.millrace.benchmarks.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.launch.Console;
import io.millrace.jobs.launch.WrongUse;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class RigOptionsTest {
    private final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    private final Console console = new Console(nowhere, nowhere, /* terminal= */ false);

    @TempDir
    private Path folder;

    @Command(name = "load")
    private static final class Load {
        @Mixin
        private final RigOptions rigs = new RigOptions();

        static RigOptions of(String... arguments) {
            Load load = new Load();
            new CommandLine(load).parseArgs(arguments);
            return load.rigs;
        }
    }

    @Test
    void rigsHaveTheirFilesInTheScratchFolder() throws Exception {
        Path home = folder.resolve("home");
        Path scratch = Files.createDirectory(folder.resolve("scratch"));

        try (Workplace place = Load.of("--scratch", scratch.toString()).open(console, new Home(home))) {
            assertThat(scratch).isDirectoryContaining("glob:**/millrace-bench-*");
            assertThat(home.resolve("bench")).isDirectoryNotContaining("glob:**/millrace-bench-*");
            place.surroundings(List.of()).delete();
        }
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void withoutOneTheyHaveThemBelowTheHome() throws Exception {
        try (Workplace place = Load.of().open(console, new Home(folder))) {
            assertThat(folder.resolve("bench")).isDirectoryContaining("glob:**/millrace-bench-*");
            place.surroundings(List.of()).delete();
        }
    }

    @Test
    void refusesAFolderThatIsNone() {
        Path none = folder.resolve("none");

        assertThatThrownBy(() -> Load.of("--scratch", none.toString()).open(console, new Home(folder)))
                .isInstanceOf(WrongUse.class)
                .hasMessage("no such folder: scratch=" + none);
    }

    @Test
    void repeatsWhatItWasGiven() {
        assertThat(Load.of("--jvm=-Xlog:gc", "--scratch", "/dev/shm", "--jvm=-Xint")
                        .arguments())
                .isEqualTo(" --jvm=-Xlog:gc --jvm=-Xint --scratch /dev/shm");
        assertThat(Load.of().arguments()).isEmpty();
    }
}
