package io.millrace.benchmarks.flow;

import io.millrace.config.EventsConfig.Format;
import io.millrace.config.PredictionsConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.DataException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Every workload there is. */
public final class Workloads {
    private static final List<Workload> ALL = List.of(
            new CrayfishWorkload(),
            new FraudWorkload(Format.JSON),
            new FraudWorkload(Format.FRAME),
            new FraudTables(PredictionsConfig.Format.ARROW),
            new FraudTables(PredictionsConfig.Format.JSON),
            new PatchesWorkload());

    private Workloads() {}

    /** All of them, in the order of their numbers. */
    public static List<Workload> all() {
        return ALL;
    }

    /**
     * The workload of a name, in a home that was set up for it: if none that is shipped has exactly this name, it is a user's
     * own, which has the name of a pipeline, in lower case.
     *
     * @throws DataException if the rows of the user's own cannot be read
     */
    public static Workload of(String name, Home home) throws IOException, DataException {
        Optional<Workload> shipped =
                ALL.stream().filter(each -> each.name().equals(name)).findFirst();
        return shipped.isPresent() ? shipped.get() : OwnWorkload.in(home);
    }

    /** The shipped workload of a name. */
    public static Optional<Workload> of(String name) {
        return ALL.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
    }
}
