package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ZipfTest {
    private static final int DRAWS = 200_000;

    @Test
    void firstRankIsDrawnAsOftenAsItsShareOfTheHarmonicSum() {
        Zipf zipf = new Zipf(1000);
        SplittableRandom random = new SplittableRandom(7);
        long first =
                IntStream.range(0, DRAWS).filter(i -> zipf.draw(random) == 0).count();
        double sum =
                IntStream.rangeClosed(1, 1000).mapToDouble(rank -> 1.0 / rank).sum();
        assertThat(first / (double) DRAWS).isBetween(0.97 / sum, 1.03 / sum);
    }

    @Test
    void everyRankIsWithinBounds() {
        Zipf zipf = new Zipf(3);
        SplittableRandom random = new SplittableRandom(7);
        assertThat(IntStream.range(0, 1000).map(i -> zipf.draw(random)))
                .contains(0, 1, 2)
                .allMatch(rank -> rank >= 0 && rank < 3);
    }
}
