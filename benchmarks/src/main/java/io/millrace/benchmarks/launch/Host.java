package io.millrace.benchmarks.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.benchmarks.flow.Cores;
import io.millrace.benchmarks.report.Machine;
import io.millrace.config.bind.Environment;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What this machine says of itself. */
final class Host {
    private static final String UNKNOWN = "unknown";
    private static final long KIBIBYTE = 1024;

    private Host() {}

    static Machine look(Cores cores) throws IOException {
        Environment environment = Environment.system();
        return new Machine(
                new Machine.Hardware(
                        value("/proc/cpuinfo", "model name"),
                        Runtime.getRuntime().availableProcessors(),
                        memoryBytes()),
                new Machine.Software(
                        environment.property("os.name").orElse(UNKNOWN) + " "
                                + environment.property("os.version").orElse(""),
                        environment.property("java.runtime.version").orElse(UNKNOWN),
                        commit(Path.of(environment.property("millrace.root").orElse(".")))),
                new Machine.Conditions(
                        Instant.ofEpochMilli(Ticker.system().epochMillis()),
                        cores.describe(),
                        Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())));
    }

    private static long memoryBytes() throws IOException {
        String digits = value("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : KIBIBYTE * Long.parseLong(digits);
    }

    private static String value(String file, String name) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            return UNKNOWN;
        }
        for (String line : Files.readAllLines(Path.of(file))) {
            if (line.startsWith(name)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return UNKNOWN;
    }

    private static String commit(Path root) throws IOException {
        String commit = said(root, "git", "rev-parse", "--short=12", "HEAD");
        if (commit.isEmpty()) {
            return UNKNOWN;
        }
        return said(root, "git", "status", "--porcelain", "--untracked-files=no")
                        .isEmpty()
                ? commit
                : commit + "-dirty";
    }

    private static String said(Path folder, String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            boolean done = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            return done ? text : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } catch (IOException e) {
            return "";
        }
    }
}
