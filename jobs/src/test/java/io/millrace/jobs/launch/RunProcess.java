package io.millrace.jobs.launch;

import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, with the class path and the flags of this one, so that it can be killed. */
final class RunProcess implements AutoCloseable {
    /** How a process ends that was killed with signal 9. */
    static final int KILLED = 128 + 9;

    private final Process process;
    private final Path said;

    private RunProcess(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Starts a command; what it says is kept in the home. */
    static RunProcess start(Home home, List<String> arguments) throws IOException {
        Environment environment = Environment.system();
        List<String> command = new ArrayList<>();
        command.add(Path.of(environment.property("java.home").orElseThrow(), "bin", "java")
                .toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agent") && !flag.startsWith("-javaagent"))
                .forEach(command::add);
        command.add("-Dlog4j2.configurationFile=classpath:log4j2.properties");
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(home.root().resolve("tmp")));
        command.add("-cp");
        command.add(environment.property("java.class.path").orElseThrow());
        command.add(Main.class.getName());
        command.addAll(arguments);
        Path said = Files.createTempFile(home.root(), "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put(Environment.HOME_VARIABLE, home.root().toString());
        return new RunProcess(builder.start(), said);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What {@code kill -9} does. */
    int kill() throws InterruptedException {
        return process.destroyForcibly().waitFor();
    }

    /** What {@code kill} does, and Ctrl-C. */
    int end(Duration patience) throws IOException, InterruptedException {
        process.destroy();
        return awaitEnd(patience);
    }

    /** Waits until the command ends by itself. */
    int awaitEnd(Duration patience) throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(
                    "process does not end: pid=" + process.pid() + ", waited=" + patience + "\n" + said());
        }
        return process.exitValue();
    }

    /** Everything it has said so far. */
    String said() throws IOException {
        return Files.readString(said);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
