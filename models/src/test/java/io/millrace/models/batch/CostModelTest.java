package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.models.infer.ModelProfile;
import io.millrace.models.infer.ModelProfile.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostModelTest {
    private static final int MAX = 256;

    @Test
    void startsWithTheLineOfTheWarmup() {
        CostModel cost = seeded(100_000, 1_000);

        assertThat(cost.fixedNanos()).isCloseTo(100_000, within(1.0));
        assertThat(cost.rowNanos()).isCloseTo(1_000, within(0.1));
        assertThat(cost.nanos(256)).isCloseTo(356_000, within(1.0));
    }

    @Test
    void findsTheLineOfNoisyBatches() {
        long seed = 42;
        Random random = new Random(seed);
        CostModel cost = seeded(100_000, 1_000);
        for (int i = 0; i < 500; i++) {
            int rows = 1 + random.nextInt(MAX);
            double noise = 1 + 0.1 * random.nextGaussian();
            cost.observe(rows, (long) ((200_000 + 3_000 * rows) * noise));
        }

        assertThat(cost.fixedNanos()).as("seed=%s", seed).isCloseTo(200_000, withinPercentage(15));
        assertThat(cost.rowNanos()).as("seed=%s", seed).isCloseTo(3_000, withinPercentage(10));
    }

    @Test
    void batchesOfOneSizeScaleTheSeed() {
        CostModel cost = seeded(100_000, 1_000);
        for (int i = 0; i < 200; i++) {
            cost.observe(64, 3 * 164_000);
        }

        assertThat(cost.nanos(64)).isCloseTo(3 * 164_000, withinPercentage(1));
        assertThat(cost.nanos(256)).isCloseTo(3 * 356_000, withinPercentage(5));
        assertThat(cost.nanos(1)).isCloseTo(3 * 101_000, withinPercentage(5));
    }

    @Test
    void onePauseMovesTheLineLittle() {
        CostModel cost = seeded(100_000, 1_000);
        for (int i = 0; i < 100; i++) {
            cost.observe(64, 164_000);
        }
        cost.observe(64, 500_000_000);

        assertThat(cost.nanos(64)).isCloseTo(164_000, withinPercentage(10));
    }

    @Test
    void aLastingChangeMovesItAllTheWay() {
        CostModel cost = seeded(100_000, 1_000);
        for (int i = 0; i < 100; i++) {
            cost.observe(64, 164_000);
        }
        for (int i = 0; i < 100; i++) {
            cost.observe(64, 1_640_000);
        }

        assertThat(cost.nanos(64)).isCloseTo(1_640_000, withinPercentage(3));
    }

    @Test
    void noCoefficientIsNegative() {
        CostModel faster = seeded(100_000, 1_000);
        CostModel slower = seeded(100_000, 1_000);
        for (int i = 0; i < 500; i++) {
            faster.observe(i % 2 == 0 ? 1 : MAX, i % 2 == 0 ? 300_000 : 200_000);
            slower.observe(i % 2 == 0 ? 64 : MAX, i % 2 == 0 ? 20_000 : 500_000);
        }

        assertThat(faster.rowNanos()).isPositive();
        assertThat(faster.fixedNanos()).isPositive();
        assertThat(slower.fixedNanos()).isNotNegative();
        assertThat(slower.rowNanos()).isPositive();
    }

    @Test
    void oneWarmupSizeIsSharedBetweenTheCoefficients() {
        CostModel cost = new CostModel(new ModelProfile(List.of(new Point(10, 1_000))), 10);

        assertThat(cost.nanos(10)).isCloseTo(1_000, within(1.0));
        assertThat(cost.fixedNanos()).isCloseTo(500, within(1.0));
    }

    @Test
    void withoutAWarmupItLearnsFromNothing() {
        CostModel cost = new CostModel(new ModelProfile(List.of()), MAX);
        for (int i = 0; i < 300; i++) {
            int rows = 1 + i % MAX;
            cost.observe(rows, 10_000 + 50 * rows);
        }

        assertThat(cost.nanos(128)).isCloseTo(10_000 + 50 * 128, withinPercentage(5));
    }

    private static CostModel seeded(long fixed, long perRow) {
        List<Point> points = new ArrayList<>();
        for (int rows = 1; rows <= MAX; rows *= 2) {
            points.add(new Point(rows, fixed + perRow * rows));
        }
        return new CostModel(new ModelProfile(points), MAX);
    }
}
