package io.millrace.models.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.infer.ModelProfile.Point;
import io.millrace.models.time.ManualTicker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmupTest {

    @Test
    void runsAndTimesEveryBucket() throws ScoringException {
        ManualTicker ticker = new ManualTicker();
        List<Integer> sizes = new ArrayList<>();
        FakeScorer scorer = new FakeScorer(inputs -> {
            sizes.add(inputs.length);
            ticker.advanceNanos(100 + inputs.length);
            return inputs;
        });

        ModelProfile profile = Warmup.run(scorer, 6, ticker);

        assertThat(sizes).containsOnly(1, 2, 4, 6).hasSize(24);
        assertThat(profile.points())
                .containsExactly(new Point(1, 101), new Point(2, 102), new Point(4, 104), new Point(6, 106));
    }

    @Test
    void keepsTheShortestTime() throws ScoringException {
        ManualTicker ticker = new ManualTicker();
        int[] cost = {1000, 1000, 1000, 60, 50, 70};
        int[] calls = {0};
        FakeScorer scorer = new FakeScorer(inputs -> {
            ticker.advanceNanos(cost[calls[0]++]);
            return inputs;
        });

        assertThat(Warmup.run(scorer, 1, ticker).points()).containsExactly(new Point(1, 50));
    }

    @Test
    void showsRowsOfZeros() throws ScoringException {
        FakeScorer scorer = new FakeScorer(inputs -> {
            assertThat(inputs).containsOnly(0);
            return inputs;
        });

        Warmup.run(scorer, 64, new ManualTicker());

        assertThat(scorer.calls()).isEqualTo(42);
    }
}
