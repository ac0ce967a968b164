package io.millrace.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KalmanTest {
    private static final long SEED = 5;
    private static final double[] PRIORS = {1, 0.1, 2};

    /** Without drift the filter is ridge regression: its weights solve the normal equations. */
    @Test
    void findsWhatRidgeRegressionFinds() {
        Kalman filter = new Kalman(PRIORS, 0);
        double[] weights = new double[PRIORS.length];
        double[][] normal = new double[PRIORS.length][PRIORS.length];
        double[] right = new double[PRIORS.length];
        for (int i = 0; i < PRIORS.length; i++) {
            normal[i][i] = 1 / PRIORS[i];
        }
        Random random = new Random(SEED);
        double curvature = 4;
        for (int t = 0; t < 200; t++) {
            double[] row = row(random);
            double truth = row[0] - 3 * row[1] + random.nextGaussian();
            learn(filter, weights, row, truth, curvature);
            for (int i = 0; i < row.length; i++) {
                right[i] += curvature * row[i] * truth;
                for (int k = 0; k < row.length; k++) {
                    normal[i][k] += curvature * row[i] * row[k];
                }
            }
        }
        for (int i = 0; i < PRIORS.length; i++) {
            double sum = 0;
            for (int k = 0; k < PRIORS.length; k++) {
                sum += normal[i][k] * weights[k];
            }
            assertThat(sum).as("equation %d, seed %d", i, SEED).isCloseTo(right[i], within(1e-6));
        }
    }

    @Test
    void followsWhatMovesOnlyIfItDrifts() {
        Kalman still = new Kalman(PRIORS, 0);
        Kalman moving = new Kalman(PRIORS, 0.01);
        double[] ofStill = new double[PRIORS.length];
        double[] ofMoving = new double[PRIORS.length];
        Random random = new Random(SEED);
        for (int t = 0; t < 2000; t++) {
            double[] row = row(random);
            double truth = (t < 1000 ? 2 : -2) * row[0] + 0.1 * random.nextGaussian();
            learn(still, ofStill, row, truth, 1);
            learn(moving, ofMoving, row, truth, 1);
        }
        assertThat(ofStill[0]).as("seed %d", SEED).isCloseTo(0, within(0.3));
        assertThat(ofMoving[0]).as("seed %d", SEED).isCloseTo(-2, within(0.1));
    }

    @Test
    void isNoLessSureThanInTheBeginning() {
        Kalman filter = new Kalman(PRIORS, 0.5);
        Kalman fresh = new Kalman(PRIORS, 0.5);
        for (int t = 0; t < 100; t++) {
            filter.gain(new double[PRIORS.length], 1);
        }
        double[] row = {1, 1, 1};

        assertThat(filter.gain(row, 1)).isEqualTo(fresh.gain(row, 1));
    }

    @Test
    void goesOnFromItsStateWithAnElementMore() throws Exception {
        Kalman undisturbed = new Kalman(PRIORS, 1e-3);
        Random random = new Random(SEED);
        for (int t = 0; t < 50; t++) {
            undisturbed.gain(row(random), 1);
        }
        undisturbed.widen(1, 3);
        undisturbed.gain(new double[] {1, 2, 3, 4}, 1);
        Kalman restored = new Kalman(PRIORS, 1e-3);
        restored.read(new DataInputStream(new ByteArrayInputStream(state(undisturbed))));

        double[] row = {0.5, 1, -1, 2};
        assertThat(Arrays.copyOf(restored.gain(row, 1), row.length)).isEqualTo(undisturbed.gain(row, 1));
        assertThat(state(restored)).isEqualTo(state(undisturbed));
    }

    private static void learn(Kalman filter, double[] weights, double[] row, double truth, double curvature) {
        double said = 0;
        for (int i = 0; i < row.length; i++) {
            said += weights[i] * row[i];
        }
        double[] gain = filter.gain(row, curvature);
        for (int i = 0; i < row.length; i++) {
            weights[i] -= curvature * (said - truth) * gain[i];
        }
    }

    private static double[] row(Random random) {
        return new double[] {random.nextGaussian(), random.nextGaussian(), 1};
    }

    private static byte[] state(Kalman filter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        filter.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
