package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.demo.DemoState.Progress;
import io.millrace.operators.record.Reason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoViewTest {
    private static final List<Step> TRAINING = List.of(
            new Step("broker", Step.Status.DONE, "2.1 s"),
            new Step("listings", Step.Status.DONE, "0.3 s"),
            new Step("training", Step.Status.RUNNING, ""),
            new Step("job", Step.Status.WAITING, ""),
            new Step("stream", Step.Status.WAITING, ""));

    @Test
    void showsTheStepsAndTheProgressOfTheRunningOne() {
        DemoState state = new DemoState("", TRAINING, new Progress("epoch", 10, 40), null);

        assertThat(frame(state, 80))
                .containsExactly(
                        "millrace demo  a made-up housing market, scored as it happens",
                        "✔ broker 2.1 s  ✔ listings 0.3 s  ▶ training  · job  · stream",
                        "████████████▎░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                 epoch 10 of 40");
    }

    @Test
    void showsTheLiveStream() {
        assertThat(frame(live(), 80))
                .containsExactly(
                        "millrace demo  a made-up housing market, scored as it happens      house-price@1",
                        "✔ broker 2.1 s  ▶ stream",
                        "████████████████████████████████████▊░░░░░░░░░░░░        events 22,500 of 30,000",
                        "",
                        "events/s       2,003  ▄████",
                        "error          9.4 %  ▅▅▅▅▅▅▇█",
                        "version 1     19.0 %  ▅▅▅▅▅▅█",
                        "                            ▲ the market shifts",
                        "learning    9,500 labels   version 4 serves, 6 is tried   promotions 1",
                        "accuracy    MAE $52.1k   R² 0.912   against the true prices",
                        "latency     p50 2.1 ms   p99 18.4 ms   max 240 ms   from due to read",
                        "features    97.3 % from the cache",
                        "",
                        "rows per batch, mean 3.2                 dead letters 300",
                        "      1  10.0 % ████▍                    EMPTY                100 ███████",
                        "    2–3  50.0 % ██████████████████████   WRONG_TYPE           200 ██████████████",
                        "    4–7  40.0 % █████████████████▋");
    }

    @Test
    void neverExceedsTheWidth() {
        for (int width : List.of(60, 72, 80, 100)) {
            DemoView view = new DemoView(width);
            for (Line line : view.frame(live())) {
                assertThat(line.plain(view.width())).hasSizeLessThanOrEqualTo(width);
                assertThat(width < 80 || line.plain(1000).length() <= width)
                        .as("nothing is cut off from 80 columns on: width=%d, line=%s", width, line.plain(1000))
                        .isTrue();
            }
        }
    }

    @Test
    void keepsToWidthsThatCanBeRead() {
        assertThat(new DemoView(20).width()).isEqualTo(60);
        assertThat(new DemoView(300).width()).isEqualTo(100);
    }

    @Test
    void drawsEachFrameOverTheOneBefore() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DemoScreen screen =
                new DemoScreen.Redrawn(new DemoView(80), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        DemoState state = new DemoState("", TRAINING, new Progress("", 0, 0), null);

        screen.show(state);
        String first = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        screen.show(state);

        assertThat(first).startsWith("\r\u001B[1mmillrace demo\u001B[0m").doesNotContain("\u001B[3A");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\u001B[3A" + first);
    }

    @Test
    void cutsStyledTextWithoutBreakingASequence() {
        Line line = Line.empty().add(Line.Style.RED, "abc").add(Line.Style.GREEN, "def");

        assertThat(line.styled(4)).isEqualTo("\u001B[31mabc\u001B[0m\u001B[32md\u001B[0m");
        assertThat(line.styled(3)).isEqualTo("\u001B[31mabc\u001B[0m");
    }

    private static List<String> frame(DemoState state, int width) {
        return new DemoView(width)
                .frame(state).stream().map(line -> line.plain(width)).toList();
    }

    static DemoState live() {
        List<Double> errors = new ArrayList<>(List.of(.08, .08, .08, .08, .08, .08, .12, .14));
        errors.addAll(Collections.nCopies(2, Double.NaN));
        Live live = new Live(
                new Live.Speed(2003.2, List.of(1000.0, 2000.0, 2000.0, 2000.0, 2000.0)),
                new Live.Accuracy(52_134, 0.9123, 0.094, errors, 0.6),
                new Live.Latency(2.1, 18.4, 240.3),
                new Live.Batches(3.2, List.of(100L, 500L, 400L)),
                new Live.Learning(
                        new Standing(4, 6, 0.25, 7, 1), 9_500, 0.19, List.of(.08, .08, .08, .08, .08, .08, .14)),
                0.973,
                Map.of(Reason.WRONG_TYPE, 200, Reason.EMPTY, 100));
        return new DemoState(
                "house-price@1",
                List.of(new Step("broker", Step.Status.DONE, "2.1 s"), new Step("stream", Step.Status.RUNNING, "")),
                new Progress("events", 22_500, 30_000),
                live);
    }
}
