package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.Cores;
import io.millrace.benchmarks.flow.RigStarter;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.report.Machine;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.ProcessLock;
import io.millrace.jobs.launch.CommandFailure;
import io.millrace.jobs.launch.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The right to measure, and a folder for it. The folder is deleted when everything went well or the process is told to
 * end; after a failure it stays, with the logs.
 */
final class Workplace implements AutoCloseable {
    private static final String FOLDER = "millrace-bench-";
    private static final int ATTEMPTS = 5;
    private static final int ENDS_WITHIN_SECONDS = 3;

    private final Console console;
    private final Cores cores;
    private final Machine machine;
    private final Path folder;
    private final ProcessLock lock;
    private int different = Integer.MAX_VALUE;
    private final Thread hook = new Thread(this::cleanUp, "millrace-bench-clean-up");

    private Workplace(Console console, Cores cores, Path folder, ProcessLock lock) throws IOException {
        this.console = console;
        this.cores = cores;
        this.machine = Host.look(cores);
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes it.
     *
     * @throws CommandFailure if another process measures below the same home
     */
    static Workplace open(Console console, Home home) throws IOException {
        return open(console, home, Cores.ofMachine());
    }

    /**
     * Takes it, for processes that run on these cores.
     *
     * @throws CommandFailure if another process measures below the same home
     */
    static Workplace open(Console console, Home home, Cores cores) throws IOException {
        return take(console, home, cores, root(home));
    }

    /**
     * Takes it, with its folder in another one than the home.
     *
     * @throws CommandFailure if another process measures below the same home
     */
    static Workplace openIn(Path scratch, Console console, Home home) throws IOException {
        return take(console, home, Cores.ofMachine(), scratch);
    }

    private static Path root(Home home) throws IOException {
        return Files.createDirectories(home.root().resolve("bench"));
    }

    private static Workplace take(Console console, Home home, Cores cores, Path scratch) throws IOException {
        Path file = root(home).resolve("lock");
        ProcessLock lock = ProcessLock.tryTake(file)
                .orElseThrow(
                        () -> new CommandFailure("another benchmark is running, and each would disturb the other: lock="
                                + file + "; wait for its end"));
        Workplace place = new Workplace(console, cores, Files.createTempDirectory(scratch, FOLDER), lock);
        Runtime.getRuntime().addShutdownHook(place.hook);
        return place;
    }

    Machine machine() {
        return machine;
    }

    /** Leaves it at so many events that differ from each other, for those who are in a hurry. */
    void hurry(int events) {
        different = events;
    }

    /** Tells with which seed and on which cores it begins. */
    void greet(long seed) {
        console.say("Seed " + seed + "; " + cores.describe());
    }

    /**
     * What a runner needs.
     *
     * @param jvm further options of the rigs' JVM
     */
    Runner.Surroundings surroundings(List<String> jvm) {
        return new Runner.Surroundings(
                folder, different, cores, new RigStarter(RigProcess.class, jvm), console::progress);
    }

    @Override
    public void close() throws IOException {
        console.progressDone();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the process ends, and the hook does the rest
        } finally {
            lock.close();
        }
    }

    /* Child processes write to the folder until they have ended. */
    private void cleanUp() {
        List<ProcessHandle> children = ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::destroyForcibly)
                .toList();
        try {
            CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)
                    .join();
            delete(ATTEMPTS);
        } catch (IOException e) {
            console.say("folder cannot be deleted: folder=" + folder + ", cause=" + e.getMessage());
        }
    }

    /** A file may come while others are deleted. */
    private void delete(int attempts) throws IOException {
        try {
            surroundings(List.of()).delete();
        } catch (IOException e) {
            if (attempts == 1) {
                throw e;
            }
            delete(attempts - 1);
        }
    }
}
