package io.millrace.benchmarks.flow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Starts processes of rigs, each with the same JVM.
 *
 * @param main main class of a rig's process
 * @param options further options of its JVM
 */
public record RigStarter(Class<?> main, List<String> options) {
    /** How long a rig may do nothing before it is given up. */
    static final Duration STALLED_AFTER = Duration.ofSeconds(90);

    /* One core: without a flag the JVM would take the serial collector as well. */
    private static final List<String> JVM = List.of(
            "-Xms1g",
            "-Xmx1g",
            "-XX:+AlwaysPreTouch",
            "-XX:MetaspaceSize=160m",
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=1",
            "-XX:-UseDynamicNumberOfCompilerThreads");

    public RigStarter {
        options = List.copyOf(options);
    }

    /**
     * Starts a rig.
     *
     * @param command what starts a command where the rig begins
     */
    ChildJvm start(RigOrder order, Path home, UnaryOperator<List<String>> command) throws IOException {
        List<String> jvm = new ArrayList<>(JVM);
        jvm.addAll(options);
        return ChildJvm.start(
                new ChildJvm.Program(order.topics().round(), main, jvm, order.arguments()),
                new ChildJvm.Place(command, home));
    }
}
