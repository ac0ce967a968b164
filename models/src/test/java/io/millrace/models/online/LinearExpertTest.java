package io.millrace.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.pytorch.Loss;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearExpertTest {
    private static final long SEED = 3;
    private static final int WIDTH = 4;

    /** The algorithm of the paper, word for word: McMahan et al. 2013, algorithm 1, without regularisation. */
    @Test
    void stepsAsThePaperSays() {
        double alpha = 0.1;
        LinearExpert expert = new LinearExpert(WIDTH, 1, Loss.LOGISTIC, new FtrlSteps(WIDTH, 1, alpha));
        double[] z = new double[WIDTH + 1];
        double[] n = new double[WIDTH + 1];
        double[] w = new double[WIDTH + 1];
        Random random = new Random(SEED);
        for (int t = 0; t < 500; t++) {
            float[] row = row(random);
            float target = row[0] + row[1] > 0 ? 1 : 0;
            double sum = 0;
            for (int i = 0; i <= WIDTH; i++) {
                w[i] = -z[i] / ((1 + Math.sqrt(n[i])) / alpha);
                sum += w[i] * (i < WIDTH ? row[i] : 1);
            }
            double error = 1 / (1 + Math.exp(-sum)) - target;
            for (int i = 0; i <= WIDTH; i++) {
                double g = error * (i < WIDTH ? row[i] : 1);
                double sigma = (Math.sqrt(n[i] + g * g) - Math.sqrt(n[i])) / alpha;
                z[i] += g - sigma * w[i];
                n[i] += g * g;
            }
            learn(expert, row, target);
        }
        for (int i = 0; i <= WIDTH; i++) {
            double expected = -z[i] / ((1 + Math.sqrt(n[i])) / alpha);
            assertThat(expert.weight(0, i)).as("weight %d, seed %d", i, SEED).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void keepsItsWeightsWhenAnElementIsInserted() {
        LinearExpert expert = new LinearExpert(WIDTH, 1, Loss.LOGISTIC, new FtrlSteps(WIDTH, 1, 0.5));
        Random random = new Random(SEED);
        for (int t = 0; t < 50; t++) {
            float[] row = row(random);
            learn(expert, row, row[0] > 0 ? 1 : 0);
        }
        double before = expert.weight(0, 2);

        expert.widen(2);

        assertThat(expert.weight(0, 2)).isZero();
        assertThat(expert.weight(0, 3)).isEqualTo(before);
    }

    private static void learn(LinearExpert expert, float[] row, float target) {
        expert.learn(
                new EncodedRows(row, 1, WIDTH),
                new Expert.Lesson(new float[] {target}, new float[] {1}, 1, (latest, count) -> {
                    throw new AssertionError("a linear model learns from new rows only");
                }));
    }

    private static float[] row(Random random) {
        float[] row = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }
}
