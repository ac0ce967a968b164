package io.millrace.jobs.demo;

import io.millrace.jobs.embedded.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The homes of demonstrations: one folder per process under {@code <home>/demo}, so that a demonstration never meets
 * what another one left. What a demonstration leaves stays for a look at it until the next one begins.
 */
final class DemoHomes {
    private final Path folder;

    DemoHomes(Home home) {
        this.folder = home.root().resolve("demo");
    }

    /** A new home for this process. The homes of processes that have ended are deleted. */
    Home create(long pid) throws IOException {
        Files.createDirectories(folder);
        for (Path old : children()) {
            String name = old.getFileName().toString();
            if (name.equals(Long.toString(pid)) || !alive(name)) {
                delete(old);
            }
        }
        return new Home(Files.createDirectory(folder.resolve(Long.toString(pid))));
    }

    private List<Path> children() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> child.getFileName().toString().matches("\\d+"))
                    .toList();
        }
    }

    private static boolean alive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
