package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.embedded.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomesTest {
    /** Larger than any process id of Linux. */
    private static final long NOBODY = 99_999_999;

    @TempDir
    private Path folder;

    @Test
    void makesANewHomeAndDropsThoseOfEndedProcesses() throws IOException {
        DemoHomes homes = new DemoHomes(new Home(folder));
        long alive = ProcessHandle.current().pid();
        Files.createDirectories(folder.resolve("demo/" + NOBODY + "/broker"));
        Files.writeString(folder.resolve("demo/" + NOBODY + "/broker/log"), "old");
        Files.createDirectories(folder.resolve("demo/" + alive));
        Files.createDirectories(folder.resolve("demo/notes"));

        Home home = homes.create(NOBODY + 1);

        assertThat(home.root())
                .isEqualTo(folder.resolve("demo/" + (NOBODY + 1)))
                .isEmptyDirectory();
        assertThat(folder.resolve("demo/" + NOBODY)).doesNotExist();
        assertThat(folder.resolve("demo/" + alive)).exists();
        assertThat(folder.resolve("demo/notes")).exists();
    }

    @Test
    void beginsAgainInTheSameProcess() throws IOException {
        DemoHomes homes = new DemoHomes(new Home(folder));
        Files.writeString(homes.create(NOBODY).root().resolve("left"), "over");

        assertThat(homes.create(NOBODY).root()).isEmptyDirectory();
    }
}
