package io.millrace.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RegressionMetricsTest {
    private final RegressionMetrics metrics = new RegressionMetrics();

    @Test
    void measuresErrors() {
        metrics.add(100, 110);
        metrics.add(200, 180);
        metrics.add(300, 300);

        assertThat(metrics.count()).isEqualTo(3);
        assertThat(metrics.mae()).isCloseTo(10, within(1e-12));
        assertThat(metrics.rmse()).isCloseTo(Math.sqrt(500.0 / 3), within(1e-12));
        assertThat(metrics.mape()).isCloseTo(20.0 / 3, within(1e-12));
        assertThat(metrics.r2()).isCloseTo(1 - 500.0 / 20_000, within(1e-12));
    }

    @Test
    void keepsItsPrecisionWithLargeTargets() {
        for (int i = 0; i < 1000; i++) {
            metrics.add(1e9 + i % 2, 1e9);
        }

        assertThat(metrics.r2()).isCloseTo(-1, within(1e-6));
    }

    @Test
    void leavesZeroTargetsOutOfThePercentage() {
        metrics.add(0, 5);
        metrics.add(10, 11);

        assertThat(metrics.mape()).isCloseTo(10, within(1e-12));
    }

    @Test
    void namesOnlyWhatIsDefined() {
        assertThat(metrics.byName()).isEmpty();

        metrics.add(0, 2);

        assertThat(metrics.byName()).containsOnly(entry("mae", 2.0), entry("rmse", 2.0));
    }
}
