package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.BytesRig;
import io.millrace.benchmarks.flow.DecodeRig;
import io.millrace.benchmarks.flow.ForwardRig;
import io.millrace.benchmarks.flow.NoModelRig;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.rival.CrayfishRig;
import io.millrace.benchmarks.rival.HttpRig;
import io.millrace.benchmarks.rival.NaiveRig;
import io.millrace.benchmarks.rival.StackRig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            new HttpRig(HttpRig.Settings.ONE_CORE),
            new CrayfishRig());

    private static final Pattern TUNED = Pattern.compile("(naive(?=-\\d+x\\d+$)|http(?=-\\d+x\\d+x\\d+$))-([\\dx]+)");

    private Rigs() {}

    static List<Rig> all() {
        return ALL;
    }

    /**
     * The rig of a name. Behind that of a tuned rig may stand other settings: {@code naive-2x64} has 2 threads and 64
     * events in flight.
     */
    static Optional<Rig> of(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst().or(() -> tuned(name));
    }

    private static Optional<Rig> tuned(String name) {
        Matcher matcher = TUNED.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int[] settings = Arrays.stream(matcher.group(2).split("x", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        return Optional.of(
                switch (matcher.group(1)) {
                    case "naive" -> new NaiveRig(new NaiveRig.Settings(settings[0], settings[1]));
                    default -> new HttpRig(new HttpRig.Settings(settings[0], settings[1], settings[2]));
                });
    }
}
