package io.millrace.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {
    private static final Judge TWO = Judge.ofClasses(List.of("no", "yes"), 1);
    private static final Judge THREE = Judge.ofClasses(List.of("a", "b", "c"), 3);

    private final ClassificationMetrics metrics = new ClassificationMetrics(2);

    @Test
    void measuresTwoClasses() {
        add("yes", 0.75f);
        add("yes", 0.375f);
        add("no", 0.625f);
        add("no", 0.125f);

        assertThat(metrics.accuracy()).isEqualTo(0.5);
        assertThat(metrics.f1()).isEqualTo(0.5);
        assertThat(metrics.kappa()).isEqualTo(0);
        assertThat(metrics.logLoss())
                .isCloseTo(-(Math.log(0.75) + 2 * Math.log(0.375) + Math.log(0.875)) / 4, within(1e-12));
        assertThat(metrics.auc()).isEqualTo(0.75);
        assertThat(metrics.calibrationError()).isCloseTo((0.25 + 0.625 + 0.625 + 0.125) / 4, within(1e-12));
        assertThat(metrics.byName()).doesNotContainKeys("no-change", "kappa-temporal");
    }

    @Test
    void measuresSeveralClasses() {
        ClassificationMetrics several = new ClassificationMetrics(3);
        float[] outputs = {0.75f, 0.125f, 0.125f, 0.125f, 0.75f, 0.125f, 0.5f, 0.375f, 0.125f};
        several.add(judged(THREE, "a", null, outputs, 0), 1);
        several.add(judged(THREE, "b", null, outputs, 3), 1);
        several.add(judged(THREE, "b", null, outputs, 6), 1);

        assertThat(several.accuracy()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(several.f1()).as("mean over the classes that occur").isCloseTo(2.0 / 3, within(1e-12));
        assertThat(several.calibrationError()).isCloseTo((0.5 + 0.5) / 3, within(1e-12));
        assertThat(several.auc()).isNaN();
        assertThat(several.byName()).containsOnlyKeys("accuracy", "log-loss", "f1", "kappa", "calibration-error");
    }

    @Test
    void comparesWithWhoeverRepeatsTheLastLabel() {
        metrics.add(judged(TWO, "yes", null, new float[] {0.9f}, 0), 1);
        metrics.add(judged(TWO, "yes", "yes", new float[] {0.9f}, 0), 1);
        metrics.add(judged(TWO, "no", "yes", new float[] {0.1f}, 0), 1);
        metrics.add(judged(TWO, "yes", "no", new float[] {0.1f}, 0), 1);

        assertThat(metrics.noChange()).isEqualTo(0.25);
        assertThat(metrics.kappaTemporal()).isCloseTo((0.75 - 0.25) / 0.75, within(1e-12));
    }

    @Test
    void countsTheAreaLikeAllPairsWould() {
        long seed = 3;
        Random random = new Random(seed);
        int n = 400;
        float[] scores = new float[n];
        int[] targets = new int[n];
        for (int i = 0; i < n; i++) {
            targets[i] = random.nextInt(2);
            scores[i] = (float) Math.min(1, Math.max(0, 0.4 + 0.2 * targets[i] + 0.2 * random.nextGaussian()));
            add(targets[i] == 1 ? "yes" : "no", scores[i]);
        }

        assertThat(metrics.auc()).as("seed=" + seed).isCloseTo(pairs(scores, targets), within(1e-3));
    }

    @Test
    void boundsTheLossOfAnImpossibleClass() {
        add("yes", 0);

        assertThat(metrics.logLoss()).isCloseTo(-Math.log(1e-15), within(1e-9));
    }

    @Test
    void isEmptyAgainWhenAllIsTakenOut() {
        Judged one = judged(TWO, "yes", "no", new float[] {0.3f}, 0);
        metrics.add(one, 0.7);
        metrics.remove(one, 0.7);

        assertThat(metrics.count()).isZero();
        assertThat(metrics.byName()).isEmpty();
    }

    @Test
    void needsTwoClasses() {
        assertThatThrownBy(() -> new ClassificationMetrics(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("too few classes: classes=1, min=2");
    }

    private void add(String label, float probability) {
        metrics.add(judged(TWO, label, null, new float[] {probability}, 0), 1);
    }

    private static Judged judged(Judge judge, String label, @Nullable String before, float[] outputs, int from) {
        return Objects.requireNonNull(judge.judge(label, before, outputs, from));
    }

    private static double pairs(float[] scores, int[] targets) {
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
