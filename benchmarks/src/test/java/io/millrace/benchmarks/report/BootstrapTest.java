package io.millrace.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final long SEED = 20261123;

    @Test
    void givesTheMedianOfTheValues() {
        assertThat(new Bootstrap(SEED).median(new double[] {9, 1, 5}).median()).isEqualTo(5);
        assertThat(new Bootstrap(SEED).median(new double[] {4, 1, 2, 3}).median())
                .isEqualTo(2.5);
    }

    @Test
    void hasNoIntervalForFewerThanSixValues() {
        Estimate five = new Bootstrap(SEED).median(new double[] {1, 2, 3, 4, 5});

        assertThat(five).isEqualTo(new Estimate(3, Double.NaN, Double.NaN));
        assertThat(five.hasInterval()).isFalse();
        assertThat(new Bootstrap(SEED).median(new double[] {1, 2, 3, 4, 5, 6}).hasInterval())
                .isTrue();
    }

    @Test
    void estimatesNothingFromNothing() {
        assertThat(new Bootstrap(SEED).median(new double[0]).exists()).isFalse();
    }

    @Test
    void givesTheSameIntervalForTheSameSeed() {
        double[] values = draw(new SplittableRandom(SEED), 9, SplittableRandom::nextDouble);

        assertThat(new Bootstrap(SEED).median(values)).isEqualTo(new Bootstrap(SEED).median(values));
    }

    @Test
    void doublesWithTheValues() {
        double[] values = draw(new SplittableRandom(SEED), 9, SplittableRandom::nextDouble);
        Estimate estimate = new Bootstrap(SEED).median(values);

        Estimate doubled = new Bootstrap(SEED)
                .median(Arrays.stream(values).map(value -> 2 * value).toArray());

        assertThat(doubled).isEqualTo(new Estimate(2 * estimate.median(), 2 * estimate.low(), 2 * estimate.high()));
    }

    @Test
    void endsWhereTheExactDistributionOfTheResampledMedianEnds() {
        double[] values = {7, 2, 3, 6, 5, 4, 1};

        Estimate estimate = new Bootstrap(SEED).median(values);

        // The median of 7 is at most the k-th smallest with P(Bin(7, k/7) >= 4): 0.010 for k = 1, 0.098 for k = 2.
        assertThat(estimate).as("seed=%d", SEED).isEqualTo(new Estimate(4, 2, 6));
    }

    @Test
    void coversTheTrueMedianAsOftenAsItsDocumentationSays() {
        // Between the second and the sixth of seven: 1 - 2 P(Bin(7, 1/2) <= 1) = 0.875, whatever the distribution.
        assertThat(coverage(7, 0, SplittableRandom::nextGaussian))
                .as("seed=%d", SEED)
                .isCloseTo(0.875, within(0.03));
        assertThat(coverage(7, Math.log(2), SplittableRandom::nextExponential))
                .as("seed=%d", SEED)
                .isCloseTo(0.875, within(0.03));
        assertThat(coverage(25, 0, SplittableRandom::nextGaussian))
                .as("seed=%d", SEED)
                .isBetween(0.91, 0.98);
    }

    /** How often the interval holds the true median, over a thousand experiments. */
    private static double coverage(int values, double truth, ToDoubleFunction<SplittableRandom> distribution) {
        SplittableRandom random = new SplittableRandom(SEED);
        int covered = 0;
        for (int experiment = 0; experiment < 1_000; experiment++) {
            Bootstrap bootstrap = new Bootstrap(random.nextLong(), 1_000);
            Estimate estimate = bootstrap.median(draw(random, values, distribution));
            covered += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
        }
        return covered / 1_000.0;
    }

    private static double[] draw(SplittableRandom random, int values, ToDoubleFunction<SplittableRandom> distribution) {
        return random.doubles(values)
                .map(unused -> distribution.applyAsDouble(random))
                .toArray();
    }
}
