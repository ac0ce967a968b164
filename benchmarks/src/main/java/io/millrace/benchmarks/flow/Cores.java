package io.millrace.benchmarks.flow;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which core a process runs on: the broker and this process on one, the rig on another.
 *
 * @param pinned whether this machine can pin processes and has a core for each side
 */
public record Cores(boolean pinned) {
    /** Every process on every core, as users run it. */
    public static final Cores ALL = new Cores(/* pinned= */ false);

    static final int BROKER = 0;
    static final int RIG = 1;

    private static final String BOTH = BROKER + "," + RIG;

    private static final int LEAST_CORES = 2;
    private static final int MOVING_ATTEMPTS = 20;
    /** They still get a part of a busy core: a rig that is never compiled would be no rig. */
    private static final String LATER = "5";
    /** The compilers of what measures; without it they have up to half of the core that they share with the broker. */
    private static final String LAST = "15";

    /** What this machine offers. */
    public static Cores ofMachine() {
        return new Cores(Runtime.getRuntime().availableProcessors() >= LEAST_CORES && tasksetWorks());
    }

    /** What is pinned where, in words. */
    public String describe() {
        return pinned
                ? "broker and runner on core " + BROKER + ", rig on core " + RIG + ", its compiler on core " + BROKER
                : "nothing is pinned: the time of the rig's compiler is in its wall rate";
    }

    /** Moves processes, all of their threads, to the broker's core. */
    void pin(long... processes) throws IOException {
        for (long process : processes) {
            move(Integer.toString(BROKER), process);
        }
    }

    /** Lets processes run on either core, for what is not measured. */
    void loosen(long... processes) throws IOException {
        for (long process : processes) {
            move(BOTH, process);
        }
    }

    /** Moves the broker and a rig's processes to the rig's core, and the threads that compile for the rig to the other. */
    void leaveToCompiler(long broker, CpuClock rig) throws IOException {
        move(Integer.toString(RIG), broker);
        together(rig);
    }

    /**
     * Moves a rig's processes to its core, and the threads that compile for them to the other one, where they come after
     * the broker, and before those that compile for the broker, this process and what else it has started.
     */
    void separate(CpuClock rig) throws IOException {
        List<Path> compilers = together(rig);
        if (pinned) {
            List<Path> others =
                    new ArrayList<>(new CpuClock(ProcessHandle.current().pid(), pinned).compilers());
            others.removeAll(compilers);
            putBack(others, LAST);
            putBack(compilers, LATER);
        }
    }

    /* Those that have ended since are left out. */
    private static void putBack(List<Path> threads, String niceness) throws IOException {
        if (!threads.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("renice", "-n", niceness, "-p"));
            threads.forEach(thread -> command.add(String.valueOf(thread.getFileName())));
            run(command);
        }
    }

    /* Says which threads compile. */
    private List<Path> together(CpuClock rig) throws IOException {
        for (ProcessHandle process : rig.processes()) {
            move(Integer.toString(RIG), process.pid());
        }
        List<Path> compilers = rig.compilers();
        for (Path compiler : compilers) {
            if (pinned) { // such a thread ends when it has nothing to do
                run(List.of("taskset", "-cp", Integer.toString(BROKER), String.valueOf(compiler.getFileName())));
            }
        }
        return compilers;
    }

    /* The command gives up when one of the threads ends that it has seen, and leaves the rest where they are. */
    private void move(String cores, long process) throws IOException {
        boolean moved = !pinned;
        for (int attempt = 1; !moved && attempt <= MOVING_ATTEMPTS; attempt++) {
            moved = run(List.of("taskset", "-acp", cores, Long.toString(process))) == 0;
        }
        if (!moved && ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false)) {
            throw new IOException("process cannot be moved: process=" + process + ", cores=" + cores + ", attempts="
                    + MOVING_ATTEMPTS);
        }
    }

    /** A command that starts on one core. */
    List<String> on(int core, List<String> command) {
        return pinned ? bound(Integer.toString(core), command) : command;
    }

    /** A command that starts on both cores: without being told, a process is where the one that started it is. */
    List<String> onBoth(List<String> command) {
        return pinned ? bound(BOTH, command) : command;
    }

    private static List<String> bound(String cores, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("taskset", "-c", cores));
        whole.addAll(command);
        return whole;
    }

    private static boolean tasksetWorks() {
        try {
            return run(List.of("taskset", "-c", Integer.toString(RIG), "true")) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
