package io.millrace.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the three memories against metrics that are computed anew from all labels that hold. */
class LiveMetricsTest {
    private static final int LABELS = 40_000;

    /** A task, and the label and outputs of predictions of it. */
    private record Task(Judge judge, Function<Random, String[]> source) {

        Judged next(Random random) {
            String[] texts = source.apply(random);
            float[] outputs = new float[texts.length - 1];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = Float.parseFloat(texts[i + 1]);
            }
            String before = Integer.toString(random.nextInt(2));
            return Objects.requireNonNull(judge.judge(texts[0], before, outputs, 0));
        }
    }

    static Stream<Task> tasks() {
        return Stream.of(
                new Task(Judge.ofNumbers(), LiveMetricsTest::number),
                new Task(Judge.ofClasses(List.of("0", "1"), 1), LiveMetricsTest::ofTwo),
                new Task(Judge.ofClasses(List.of("0", "1", "2"), 3), random ->
                        new String[] {Integer.toString(random.nextInt(3)), "0.25", "0.375", "0.375"}));
    }

    private static String[] number(Random random) {
        int target = random.nextInt(1000) == 0 ? 1_000_000_000 : random.nextInt(1_000_000);
        return new String[] {Integer.toString(target), Double.toString(target * random.nextDouble())};
    }

    private static String[] ofTwo(Random random) {
        int target = random.nextInt(2);
        return new String[] {Integer.toString(target), Double.toString(0.5 * random.nextDouble() + 0.3 * target)};
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void areAsIfOnlyTheLabelsThatHoldHadEverCome(Task task) {
        long seed = 20261124;
        Random random = new Random(seed);
        LiveMetrics live = new LiveMetrics(task.judge);
        List<@Nullable Judged> hold = new ArrayList<>();
        for (int i = 0; i < LABELS; i++) {
            Judged one = task.next(random);
            assertThat(live.add(one)).isEqualTo(i);
            hold.add(one);
            int place = random.nextInt(8) == 0 ? hold.size() - 1 - random.nextInt(Math.min(hold.size(), 5000)) : -1;
            Judged old = place < 0 ? null : hold.get(place);
            if (old != null) {
                Judged corrected = random.nextInt(4) == 0 ? null : task.next(random);
                live.replace(place, old, corrected);
                hold.set(place, corrected);
            }
            if (i % 9973 == 0 || i == LABELS - 1) {
                assertEqual(live, task, hold, "seed=" + seed + ", labels=" + (i + 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void goOnFromTheirBytes(Task task) throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        LiveMetrics one = new LiveMetrics(task.judge);
        for (int i = 0; i < 2500; i++) {
            one.add(task.next(random));
        }
        LiveMetrics other = copy(one, task);
        for (int i = 0; i < 700; i++) {
            Judged next = task.next(random);
            one.add(next);
            other.add(next);
            one.replace(2000 + i, next, null);
            other.replace(2000 + i, next, null);
        }
        assertThat(other.lifetime()).isEqualTo(one.lifetime()).isNotEmpty();
        assertThat(other.latest()).isEqualTo(one.latest());
        assertThat(other.fading()).isEqualTo(one.fading());
        assertThat(bytes(other)).isEqualTo(bytes(one));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void forgetALabelEverywhereButInTheLifetime(Task task) {
        Random random = new Random(1);
        LiveMetrics live = new LiveMetrics(task.judge);
        Judged first = task.next(random);
        live.add(first);
        live.add(task.next(random));
        Map<String, Double> latest = live.latest();
        live.replace(LiveMetrics.FORGOTTEN, first, null);

        assertThat(live.labels()).isEqualTo(1);
        assertThat(live.latestLabels()).isEqualTo(2);
        assertThat(live.latest()).isEqualTo(latest);
    }

    private static void assertEqual(LiveMetrics live, Task task, List<@Nullable Judged> hold, String context) {
        Metrics lifetime = task.judge.metrics();
        Metrics latest = task.judge.metrics();
        Metrics fading = task.judge.metrics();
        for (int i = 0; i < hold.size(); i++) {
            Judged one = hold.get(i);
            if (one != null) {
                lifetime.add(one, 1);
                fading.add(one, Math.pow(LiveMetrics.FADING, hold.size() - 1 - i));
                if (i >= hold.size() - LiveMetrics.WINDOW) {
                    latest.add(one, 1);
                }
            }
        }
        assertThat(live.labels()).as(context).isEqualTo(lifetime.count());
        assertThat(live.latestLabels()).as(context).isEqualTo(latest.count());
        assertClose(live.lifetime(), lifetime.byName(), context + ", memory=lifetime");
        assertClose(live.latest(), latest.byName(), context + ", memory=latest");
        assertClose(live.fading(), fading.byName(), context + ", memory=fading");
    }

    private static void assertClose(Map<String, Double> live, Map<String, Double> anew, String context) {
        assertThat(live).as(context).containsOnlyKeys(anew.keySet());
        anew.forEach((name, value) -> assertThat(live.get(name))
                .as(context + ", metric=" + name)
                .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value)))));
    }

    private static LiveMetrics copy(LiveMetrics metrics, Task task) throws IOException {
        LiveMetrics copy = new LiveMetrics(task.judge);
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes(metrics))));
        return copy;
    }

    private static byte[] bytes(LiveMetrics metrics) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        metrics.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
