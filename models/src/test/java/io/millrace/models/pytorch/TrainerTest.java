package io.millrace.models.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.LearningConfig;
import io.millrace.config.LearningConfig.Learner;
import io.millrace.config.LiveConfig;
import io.millrace.config.OnlineConfig;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.Scorer;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.models.tensor.TensorSpec.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final long SEED = 7;
    private static final int ROWS = 500;
    private static final TensorSpec INPUT = new TensorSpec("dense", Element.FLOAT32, 2);
    private static final LearningConfig PLAN = new LearningConfig(
            Learner.MLP,
            List.of(8, 4),
            3,
            40,
            32,
            0.02,
            0.001,
            /* heldOut= */ 0,
            /* patience= */ 0,
            SEED,
            OnlineConfig.DEFAULT,
            LiveConfig.DEFAULT);

    private final TensorMemory memory = new TensorMemory(1 << 20);
    private final BatchMemory rows = memory.batch(List.of(INPUT), ROWS);

    @AfterEach
    void nothingStaysAllocated() {
        rows.close();
        memory.close();
    }

    @Test
    void findsALinearFunction() throws Exception {
        Examples examples = examples(x -> 2 * x[0] - x[1] + 0.5);

        TrainedNetwork trained = train(Architecture.linear(2, 1), Loss.HUBER, examples);

        assertThat(trained.parameters()[0]).isCloseTo(2, within(0.02f));
        assertThat(trained.parameters()[1]).isCloseTo(-1, within(0.02f));
        assertThat(trained.parameters()[2]).isCloseTo(0.5f, within(0.02f));
    }

    @Test
    void findsWhatNoLinearFunctionCanSay() throws Exception {
        Examples examples = examples(x -> x[0] * x[1]);
        Architecture mlp = new Architecture(Learner.MLP, 2, List.of(8, 4), 3, 1);

        TrainedNetwork trained = train(mlp, Loss.HUBER, examples);

        float[] outputs = score(mlp, trained);
        double squares = 0;
        for (int i = 0; i < ROWS; i++) {
            squares += Math.pow(outputs[i] - examples.targets()[i], 2) / ROWS;
        }
        assertThat(squares).as("seed=" + SEED).isLessThan(0.06);
    }

    @Test
    void separatesTwoClasses() throws Exception {
        Examples examples = examples(x -> x[0] + x[1] > 0 ? 1 : 0);
        Architecture linear = Architecture.linear(2, 1);

        float[] logits = score(linear, train(linear, Loss.LOGISTIC, examples));

        assertThat(hits(examples, row -> logits[row] > 0 ? 1 : 0)).isGreaterThan(0.97);
    }

    @Test
    void separatesSeveralClasses() throws Exception {
        Examples examples = examples(x -> x[0] < -0.5 ? 0 : x[0] < 0.5 ? 1 : 2);
        Architecture mlp = new Architecture(Learner.MLP, 2, List.of(8), 2, 3);

        float[] logits = score(mlp, train(mlp, Loss.CROSS_ENTROPY, examples));

        assertThat(hits(examples, row -> largest(logits, row * 3, 3))).isGreaterThan(0.95);
    }

    @Test
    void ignoresOutliersThatSquaresWouldFollow() throws Exception {
        Examples examples = examples(x -> 2 * x[0]);
        for (int i = 0; i < ROWS; i += 10) {
            examples.targets()[i] += 50;
        }

        TrainedNetwork trained = train(Architecture.linear(2, 1), Loss.HUBER, examples);

        assertThat(trained.parameters()[2]).as("intercept").isCloseTo(0, within(0.1f));
    }

    @Test
    void givesTheSameParametersForTheSameSeed() throws Exception {
        Examples examples = examples(x -> x[0] * x[1]);
        Architecture mlp = new Architecture(Learner.MLP, 2, List.of(8, 4), 3, 1);

        float[] first = train(mlp, Loss.HUBER, examples).parameters();
        float[] second = train(mlp, Loss.HUBER, examples).parameters();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void reportsEveryEpoch() throws Exception {
        List<Epoch> epochs = new ArrayList<>();
        Examples examples = examples(x -> x[0]);

        new Trainer(Architecture.linear(2, 1), Loss.HUBER, PLAN)
                .train(examples.first(400), examples.without(400), epochs::add);

        assertThat(epochs).hasSize(40);
        assertThat(epochs.get(39).number()).isEqualTo(40);
        assertThat(epochs.get(39).of()).isEqualTo(40);
        assertThat(epochs.get(39).loss()).isLessThan(epochs.get(0).loss());
        assertThat(epochs.get(39).heldOutLoss())
                .isLessThan(epochs.get(0).heldOutLoss())
                .isLessThan(0.001);
    }

    @Test
    void keepsTheBestEpochWhenPatienceEnds() throws Exception {
        Examples examples = examples(x -> x[0]);
        float[] noise = examples.targets();
        Random random = new Random(SEED);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        LearningConfig plan = new LearningConfig(
                Learner.MLP,
                List.of(32),
                1,
                200,
                16,
                0.05,
                0,
                /* heldOut= */ 0.2,
                /* patience= */ 3,
                SEED,
                OnlineConfig.DEFAULT,
                LiveConfig.DEFAULT);
        List<Epoch> epochs = new ArrayList<>();

        TrainedNetwork trained = new Trainer(new Architecture(Learner.MLP, 2, List.of(32), 1, 1), Loss.HUBER, plan)
                .train(examples.first(400), examples.without(400), epochs::add);

        assertThat(epochs).hasSize(trained.epochs() + 3);
        double best = epochs.get(trained.epochs() - 1).heldOutLoss();
        assertThat(epochs).allSatisfy(epoch -> assertThat(epoch.heldOutLoss()).isGreaterThanOrEqualTo(best));
    }

    @Test
    void saysWhenTheNumbersGrowWithoutBound() {
        Examples examples = examples(x -> x[0]);
        examples.targets()[3] = Float.POSITIVE_INFINITY;

        assertThatThrownBy(() -> train(Architecture.linear(2, 1), Loss.HUBER, examples))
                .isInstanceOf(TrainingException.class)
                .hasMessage("training diverged: epoch=1, loss=Infinity, held-out=0.0, learning-rate=0.02;"
                        + " lower learning.learning-rate");
    }

    @Test
    void refusesParametersOfAnotherNetwork() {
        assertThatThrownBy(() -> Networks.load(Architecture.linear(2, 1), new float[4], INPUT, ComputeDevice.CPU))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("parameters do not fit the network: parameters=4, expected=3, inputs=2, expected=2");
    }

    private TrainedNetwork train(Architecture architecture, Loss loss, Examples examples) throws Exception {
        return new Trainer(architecture, loss, PLAN).train(examples, PLAN.epochs(), Epoch.Listener.none());
    }

    private float[] score(Architecture architecture, TrainedNetwork trained) throws Exception {
        try (Scorer scorer = Networks.load(architecture, trained.parameters(), INPUT, ComputeDevice.CPU)) {
            return scorer.score(rows, ROWS);
        }
    }

    private Examples examples(ToDoubleFunction<double[]> truth) {
        Random random = new Random(SEED);
        float[] targets = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double[] x = {random.nextGaussian(), random.nextGaussian()};
            rows.putFloat(0, row, 0, (float) x[0]);
            rows.putFloat(0, row, 1, (float) x[1]);
            targets[row] = (float) truth.applyAsDouble(x);
        }
        return Examples.all(rows, targets);
    }

    private static double hits(Examples examples, java.util.function.IntUnaryOperator guess) {
        int hits = 0;
        for (int row = 0; row < ROWS; row++) {
            hits += guess.applyAsInt(row) == (int) examples.targets()[row] ? 1 : 0;
        }
        return (double) hits / ROWS;
    }

    private static int largest(float[] values, int from, int width) {
        float[] row = Arrays.copyOfRange(values, from, from + width);
        int best = 0;
        for (int i = 1; i < width; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }
}
