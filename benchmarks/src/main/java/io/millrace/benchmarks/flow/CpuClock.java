package io.millrace.benchmarks.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What processors have done, as Linux counts it: in hundredths of a second. */
final class CpuClock {
    private static final long TICK_NANOS = 10_000_000;
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;
    private static final Path PROC = Path.of("/proc");

    private final long pid;
    private final boolean pinned;
    private final Map<String, Boolean> compiling = new HashMap<>();

    /**
     * @param pinned whether the process has a core of its own, the rig's; otherwise it may be on any
     */
    CpuClock(long pid, boolean pinned) {
        this.pid = pid;
        this.pinned = pinned;
    }

    /**
     * Sums since some moment.
     *
     * @param process of the process and those that it started
     * @param compiler of their threads that compile
     * @param programs of all programs on the core of the process; if it is not pinned, on all cores but without its
     *     compiler and without the broker, the sender and this process, which share them
     * @param stolen of that core by other machines
     */
    record Reading(long process, long compiler, long programs, long stolen) {}

    Reading read() throws IOException {
        long process = nanos(processes());
        long[] core = core();
        long compiler = compilerNanos();
        long shared = pinned ? 0 : compiler + nanos(tree(ProcessHandle.current())) - process;
        return new Reading(process, compiler, core[0] - shared, core[1]);
    }

    private static long nanos(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToLong(each ->
                        each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    /** The process and those that it started: a rig may have a server of its own. */
    List<ProcessHandle> processes() {
        return ProcessHandle.of(pid).map(CpuClock::tree).orElse(List.of());
    }

    /** A process and all that it started, directly or not. */
    private static List<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    private long[] core() throws IOException {
        String name = pinned ? "cpu" + Cores.RIG : "cpu";
        for (String line : Files.readAllLines(PROC.resolve("stat"))) {
            if (line.startsWith(name + " ")) {
                String[] fields = line.trim().split(" +", -1);
                long programs = ticks(fields[1]) + ticks(fields[2]) + ticks(fields[3]);
                return new long[] {programs * TICK_NANOS, ticks(fields[8]) * TICK_NANOS};
            }
        }
        return new long[] {0, 0};
    }

    private long compilerNanos() throws IOException {
        long nanos = 0;
        for (Path task : compilers()) {
            nanos += threadNanos(task);
        }
        return nanos;
    }

    /** The threads of the processes that compile. */
    List<Path> compilers() throws IOException {
        List<Path> found = new ArrayList<>();
        for (ProcessHandle each : processes()) {
            found.addAll(compilers(each.pid()));
        }
        return found;
    }

    private List<Path> compilers(long process) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> tasks =
                Files.list(PROC.resolve(Long.toString(process)).resolve("task"))) {
            for (Path task : tasks.toList()) {
                if (compiles(task)) {
                    found.add(task);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }

    private boolean compiles(Path task) throws IOException {
        String id = String.valueOf(task.getFileName());
        Boolean known = compiling.get(id);
        if (known == null) {
            known = read(task.resolve("comm")).matches("C[12] CompilerThre.*");
            compiling.put(id, known);
        }
        return known;
    }

    private static long threadNanos(Path task) throws IOException {
        String stat = read(task.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
        return fields.length <= SYSTEM_FIELD + 1
                ? 0
                : (ticks(fields[USER_FIELD]) + ticks(fields[SYSTEM_FIELD])) * TICK_NANOS;
    }

    /** A thread may end while it is looked at. */
    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static long ticks(String field) {
        return Long.parseLong(field);
    }
}
