package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.BytesRig;
import io.millrace.benchmarks.flow.DecodeRig;
import io.millrace.benchmarks.flow.ForwardRig;
import io.millrace.benchmarks.flow.NoModelRig;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.rival.CrayfishRig;
import io.millrace.benchmarks.rival.NaiveRig;
import io.millrace.benchmarks.rival.StackRig;
import java.util.List;
import java.util.Optional;

/** Every rig there is. */
final class Rigs {
    private static final List<Rig> ALL = List.of(
            new OurRig(),
            new ForwardRig(),
            new DecodeRig(),
            new BytesRig(),
            new NoModelRig(),
            new NaiveRig(NaiveRig.Settings.ONE_CORE),
            new StackRig(),
            new CrayfishRig());

    private Rigs() {}

    static List<Rig> all() {
        return ALL;
    }

    static Optional<Rig> of(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
