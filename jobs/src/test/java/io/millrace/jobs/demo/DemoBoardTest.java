package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.demo.DemoState.Progress;
import io.millrace.models.time.ManualTicker;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoBoardTest {
    private final ManualTicker ticker = new ManualTicker();
    private final DemoBoard board = new DemoBoard(List.of("broker", "training"), ticker);

    @Test
    void goesFromStepToStepAndSaysHowLongEachTook() {
        board.next();
        ticker.advanceNanos(2_100_000_000L);
        board.next();

        assertThat(board.state().steps())
                .containsExactly(
                        new Step("broker", Step.Status.DONE, "2.1 s"), new Step("training", Step.Status.RUNNING, ""));

        ticker.advanceNanos(500_000_000L);
        board.end(Step.Status.FAILED);

        assertThat(board.state().steps().get(1)).isEqualTo(new Step("training", Step.Status.FAILED, "0.5 s"));
    }

    @Test
    void forgetsTheProgressOfAStepThatEnded() {
        board.next();
        board.progress(() -> new Progress("epoch", 1, 2));
        assertThat(board.state().progress()).isEqualTo(new Progress("epoch", 1, 2));

        board.next();
        assertThat(board.state().progress().total()).isZero();
    }

    @Test
    void endsOnlyOnce() {
        board.next();
        board.next();
        board.end(Step.Status.DONE);
        ticker.advanceNanos(5_000_000_000L);
        board.end(Step.Status.FAILED);

        assertThat(board.state().steps()).extracting(Step::status).containsExactly(Step.Status.DONE, Step.Status.DONE);
    }
}
