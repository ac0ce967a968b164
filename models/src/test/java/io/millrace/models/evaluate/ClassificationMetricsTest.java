package io.millrace.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {

    @Test
    void measuresTwoClasses() {
        ClassificationMetrics metrics = new ClassificationMetrics(2);
        metrics.add(1, 0.9);
        metrics.add(1, 0.4);
        metrics.add(0, 0.6);
        metrics.add(0, 0.1);

        assertThat(metrics.accuracy()).isEqualTo(0.5);
        assertThat(metrics.f1()).isEqualTo(0.5);
        assertThat(metrics.logLoss())
                .isCloseTo(-(2 * Math.log(0.9) + Math.log(0.4) + Math.log(0.4)) / 4, within(1e-12));
        assertThat(metrics.auc()).isEqualTo(0.75);
    }

    @Test
    void measuresSeveralClasses() {
        ClassificationMetrics metrics = new ClassificationMetrics(3);
        float[] outputs = {0.7f, 0.2f, 0.1f, 0.2f, 0.7f, 0.1f, 0.5f, 0.4f, 0.1f};
        metrics.add(0, outputs, 0);
        metrics.add(1, outputs, 3);
        metrics.add(1, outputs, 6);

        assertThat(metrics.accuracy()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(metrics.f1()).as("mean over the classes that occur").isCloseTo(2.0 / 3, within(1e-12));
        assertThat(metrics.auc()).isNaN();
        assertThat(metrics.byName()).containsOnlyKeys("accuracy", "log-loss", "f1");
    }

    @Test
    void countsTheAreaLikeAllPairsWould() {
        long seed = 3;
        Random random = new Random(seed);
        int n = 400;
        double[] scores = new double[n];
        int[] targets = new int[n];
        ClassificationMetrics metrics = new ClassificationMetrics(2);
        for (int i = 0; i < n; i++) {
            targets[i] = random.nextInt(2);
            scores[i] = Math.min(1, Math.max(0, 0.4 + 0.2 * targets[i] + 0.2 * random.nextGaussian()));
            metrics.add(targets[i], scores[i]);
        }

        assertThat(metrics.auc()).as("seed=" + seed).isCloseTo(pairs(scores, targets), within(1e-3));
    }

    @Test
    void boundsTheLossOfAnImpossibleClass() {
        ClassificationMetrics metrics = new ClassificationMetrics(2);
        metrics.add(1, 0);

        assertThat(metrics.logLoss()).isCloseTo(-Math.log(1e-15), within(1e-9));
    }

    @Test
    void needsTwoClasses() {
        assertThatThrownBy(() -> new ClassificationMetrics(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("too few classes: classes=1, min=2");
    }

    private static double pairs(double[] scores, int[] targets) {
        double right = 0;
        double all = 0;
        for (int one = 0; one < scores.length; one++) {
            for (int other = 0; other < scores.length; other++) {
                if (targets[one] == 1 && targets[other] == 0) {
                    right += scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0;
                    all++;
                }
            }
        }
        return right / all;
    }
}
