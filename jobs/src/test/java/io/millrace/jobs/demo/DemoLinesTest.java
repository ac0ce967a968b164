package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.demo.DemoState.Progress;
import io.millrace.models.time.ManualTicker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoLinesTest {
    @Test
    void saysEverythingInOneLine() {
        assertThat(DemoLines.progress(DemoViewTest.live()))
                .isEqualTo(
                        "events 22,500 of 30,000, 2,003 events/s, p50 2.1 ms, p99 18.4 ms, error 9.4 % (version 1 19.0 %),"
                                + " serves version 4, labels 9,500, R² 0.912, batch 3.2, cache 97.3 %, dead letters 300");
    }

    @Test
    void saysNothingOfWhatIsNotKnownYet() {
        DemoTally tally = new DemoTally(new ListingStream(new ListingGenerator(new Market(7, 10, 100)), 0));

        assertThat(DemoLines.progress(
                        new DemoState("", List.of(), new Progress("warm-up", 0, 100), tally.live(Double.NaN))))
                .contains("p50 –, p99 –, error – (version 1 –), serves version –, labels 0");
    }

    @Test
    void printsStepsWhenTheyChangeAndProgressNowAndThen() {
        ManualTicker ticker = new ManualTicker();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DemoScreen screen = new DemoScreen.Lines(new PrintStream(bytes, true, StandardCharsets.UTF_8), ticker);

        screen.show(state(Step.Status.RUNNING, "", 1));
        screen.show(state(Step.Status.RUNNING, "", 2));
        ticker.advanceNanos(3_000_000_000L);
        screen.show(state(Step.Status.RUNNING, "", 3));
        screen.show(state(Step.Status.DONE, "4.0 s", 40));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("running: training", "epoch 3 of 40", "done: training (4.0 s)");
    }

    private static DemoState state(Step.Status status, String detail, int epoch) {
        return new DemoState(
                "",
                List.of(new Step("training", status, detail), new Step("job", Step.Status.WAITING, "")),
                new Progress("epoch", epoch, 40),
                null);
    }
}
