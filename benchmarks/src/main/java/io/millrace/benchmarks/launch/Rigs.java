package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.AlternatingRig;
import io.millrace.benchmarks.flow.BytesRig;
import io.millrace.benchmarks.flow.DecodeRig;
import io.millrace.benchmarks.flow.ForwardRig;
import io.millrace.benchmarks.flow.NoModelRig;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.plan.Forecasting;
import io.millrace.benchmarks.rival.CrayfishRig;
import io.millrace.benchmarks.rival.HttpRig;
import io.millrace.benchmarks.rival.NaiveRig;
import io.millrace.benchmarks.rival.StackRig;
import io.millrace.jobs.launch.WrongUse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every rig there is. */
final class Rigs {
    private static final List<Rig> ALL = List.of(
            new OurRig(),
            AlternatingRig.checkpoints(),
            AlternatingRig.metrics(),
            new ForwardRig(),
            new DecodeRig(),
            new BytesRig(),
            new NoModelRig(),
            new NaiveRig(NaiveRig.Decoder.OURS, NaiveRig.Settings.ONE_CORE),
            new NaiveRig(NaiveRig.Decoder.TREE, NaiveRig.Settings.ONE_CORE),
            new StackRig(),
            new HttpRig(HttpRig.Settings.ONE_CORE),
            new CrayfishRig());

    private static final int OUR_BATCHES = 2;
    private static final int OUR_SETTINGS = 4;
    private static final int NAIVE_SETTINGS = 2;
    private static final int HTTP_SETTINGS = 3;
    private static final Pattern TUNED = Pattern.compile("(ours|naive|naive-tree|http)-(\\d{1,5}(?:x\\d{1,5})*)");

    private Rigs() {}

    static List<Rig> all() {
        return ALL;
    }

    /**
     * The rig of a name. Behind the name of a tuned rig may stand other settings than those it is listed with: {@code
     * naive-2x64} has 2 threads and 64 events in flight, {@code http-16x4x1} has 16 connections with 4 requests under way
     * on each and a delay of 1 ms, {@code ours-1024x2} has batches of up to 1024 rows and 2 workers,
     * {@code ours-256x1x2x4} also a maximum delay of 2 ms and a parallelism of 4.
     */
    static Optional<Rig> of(String name) {
        return Stream.concat(ALL.stream(), Forecasting.steps().stream())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .or(() -> tuned(name));
    }

    private static Optional<Rig> tuned(String name) {
        Matcher matcher = TUNED.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int[] numbers = Arrays.stream(matcher.group(2).split("x", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        try {
            return tuned(matcher.group(1), numbers);
        } catch (IllegalArgumentException e) {
            throw new WrongUse(e.getMessage() + ", rig=" + name);
        }
    }

    private static Optional<Rig> tuned(String rig, int... numbers) {
        if (rig.equals("ours")) {
            return switch (numbers.length) {
                case OUR_BATCHES -> Optional.of(ours(numbers[0], numbers[1], 0, 0));
                case OUR_SETTINGS -> Optional.of(ours(numbers[0], numbers[1], numbers[2], numbers[3]));
                default -> Optional.empty();
            };
        }
        if (rig.equals("http")) {
            return numbers.length == HTTP_SETTINGS
                    ? Optional.of(new HttpRig(new HttpRig.Settings(numbers[0], numbers[1], numbers[2])))
                    : Optional.empty();
        }
        NaiveRig.Decoder decoder = rig.equals("naive") ? NaiveRig.Decoder.OURS : NaiveRig.Decoder.TREE;
        return numbers.length == NAIVE_SETTINGS
                ? Optional.of(new NaiveRig(decoder, new NaiveRig.Settings(numbers[0], numbers[1])))
                : Optional.empty();
    }

    private static OurRig ours(int maxSize, int workers, int delayMillis, int parallelism) {
        return OurRig.tuned(new OurRig.Tuning(maxSize, workers, Duration.ofMillis(delayMillis), parallelism));
    }
}
