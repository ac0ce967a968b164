package io.millrace.models.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.LearningConfig.Learner;
import io.millrace.models.pytorch.Architecture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KalmanExpertTest {
    private static final long SEED = 11;

    /** The sign of a product, of which no linear model of the inputs knows anything. */
    @Test
    void learnsWhatNoLineDivides() {
        KalmanExpert expert = expert(2);
        Random random = new Random(SEED);
        int right = 0;
        for (int t = 0; t < 1000; t++) {
            float[] row = row(2, random);
            boolean yes = row[0] * row[1] > 0;
            right += t >= 500 && expert.outputs(rows(row))[0] > 0 == yes ? 1 : 0;
            learn(expert, row, yes ? 1 : -1);
        }
        assertThat(right).as("of 500, seed %d", SEED).isGreaterThan(450);
    }

    @Test
    void readsNoMoreInputsThanItsBound() throws Exception {
        KalmanExpert expert = expert(127);
        expert.widen(3);
        expert.widen(0);
        Random random = new Random(SEED);
        for (int t = 0; t < 100; t++) {
            float[] row = row(129, random);
            learn(expert, row, row[0] + row[1] + row[4]);
        }
        assertThat(expert.weight(0))
                .as("inserted beyond the bound, seed %d", SEED)
                .isZero();
        assertThat(expert.weight(1)).as("the first before, seed %d", SEED).isGreaterThan(0.3);
        assertThat(expert.weight(4))
                .as("inserted within the bound, seed %d", SEED)
                .isGreaterThan(0.3);

        KalmanExpert restored = expert(127);
        restored.read(new DataInputStream(new ByteArrayInputStream(state(expert))));
        float[] row = row(129, random);
        assertThat(restored.outputs(rows(row))).isEqualTo(expert.outputs(rows(row)));
        assertThat(state(restored)).isEqualTo(state(expert));
    }

    /** A value far from all others must not undo what was learned. */
    @Test
    void staysFiniteWhereValuesAreHuge() {
        KalmanExpert expert = expert(2);
        Random random = new Random(SEED);
        for (int t = 0; t < 200; t++) {
            float[] row = row(2, random);
            learn(expert, row, row[0]);
        }
        learn(expert, new float[] {1e30f, -1e30f}, 0);

        assertThat(expert.outputs(rows(new float[] {2, 0}))[0])
                .as("seed %d", SEED)
                .isPositive();
        assertThat(expert.outputs(rows(new float[] {-2, 0}))[0])
                .as("seed %d", SEED)
                .isNegative();
    }

    private static KalmanExpert expert(int inputs) {
        Architecture architecture = new Architecture(Learner.MLP, inputs, List.of(64, 32), 5, 1);
        return new KalmanExpert(new RandomFeatures(architecture, inputs, new Chance(SEED)), 1e-4);
    }

    private static void learn(KalmanExpert expert, float[] row, float target) {
        expert.learn(rows(row), new Expert.Lesson(new float[] {target}, new float[] {1}, 1, (latest, count) -> {
            throw new AssertionError("a filter learns from new rows only");
        }));
    }

    private static EncodedRows rows(float[] row) {
        return new EncodedRows(row, 1, row.length);
    }

    private static float[] row(int width, Random random) {
        float[] row = new float[width];
        for (int i = 0; i < width; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }

    private static byte[] state(KalmanExpert expert) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        expert.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
