package io.millrace.benchmarks.flow;

import io.millrace.config.EventsConfig.Format;
import java.util.List;
import java.util.Optional;

/** Every workload there is. */
public final class Workloads {
    private static final List<Workload> ALL = List.of(
            new CrayfishWorkload(),
            new FraudWorkload(Format.JSON),
            new FraudWorkload(Format.FRAME),
            new PatchesWorkload());

    private Workloads() {}

    /** All of them, in the order of their numbers. */
    public static List<Workload> all() {
        return ALL;
    }

    /** The workload of a name. */
    public static Optional<Workload> of(String name) {
        return ALL.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }
}
