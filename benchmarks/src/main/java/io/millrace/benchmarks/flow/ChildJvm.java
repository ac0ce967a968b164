package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.bind.Environment;
import io.millrace.models.time.Ticker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Java process with the class path of this one, which ends when its standard input does: with {@link #close}, and
 * also if this process dies.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * What is started.
     *
     * @param name of the process, for messages and for its log file
     * @param options of the JVM, besides those that open modules and set properties here
     */
    public record Program(String name, Class<?> main, List<String> options, List<String> arguments) {

        public Program {
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Where it runs.
     *
     * @param command what starts a command there
     */
    public record Place(UnaryOperator<List<String>> command, Path home) {}

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread reader = new Thread(this::read, "millrace-bench-child");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a process. */
    public static ChildJvm start(Program program, Place place) throws IOException {
        Environment environment = Environment.system();
        List<String> command = new ArrayList<>();
        command.add(Path.of(environment.property("java.home").orElseThrow(), "bin", "java")
                .toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("--add-opens") || option.startsWith("-D")) {
                command.add(option);
            }
        }
        command.addAll(program.options);
        command.addAll(List.of("-cp", environment.property("java.class.path").orElseThrow(), program.main.getName()));
        command.addAll(program.arguments);
        Path log = place.home.resolve(program.name + ".err");
        ProcessBuilder builder = new ProcessBuilder(place.command.apply(command));
        builder.environment().put("MILLRACE_HOME", place.home.toString());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("MKL_NUM_THREADS", "1");
        builder.redirectError(new File(log.toString()));
        return new ChildJvm(builder.start(), log);
    }

    /** Hands it a line on its standard input. */
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Where its standard error goes. */
    Path log() {
        return log;
    }

    /** The next line that it prints, or null if none comes in time. */
    @Nullable
    String line(Duration patience) throws InterruptedException {
        return lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for a line that begins with a word, and returns the rest of it. */
    public String await(String word, Duration patience) throws IOException, InterruptedException {
        long deadline = Ticker.system().nanos() + patience.toNanos();
        while (Ticker.system().nanos() < deadline) {
            String line = line(Duration.ofMillis(100));
            if (line != null && line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
            if (line == null && !alive()) {
                throw new IOException("process has ended early: exit=" + process.exitValue() + ", log=" + log);
            }
        }
        throw new IOException(
                "process says nothing: awaited=" + word + ", waited=" + patience.toSeconds() + "s, log=" + log);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("unreadable " + e.getMessage());
        }
    }
}
