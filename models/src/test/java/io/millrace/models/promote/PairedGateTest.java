package io.millrace.models.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.ModelConfig.Task;
import io.millrace.config.PromotionConfig;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedGateTest {
    private static final Pair BETTER = new Pair(1, 0);
    private static final Pair WORSE = new Pair(0, 1);
    private static final Pair SAME = new Pair(0, 0);

    @Test
    void knowsNothingAtFirst() {
        PairedEvidence evidence = gate(0, 1).judge(PairedState.EMPTY);

        assertThat(evidence.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(evidence.lower()).isEqualTo(-1);
        assertThat(evidence.upper()).isEqualTo(1);
        assertThat(evidence.numbers())
                .containsOnlyKeys("labels", "difference", "lower", "upper")
                .containsEntry("labels", 0.0);
    }

    @Test
    void followsTheFormulaOfTheTheorem() {
        double alpha = 0.05;
        double[] values = {1, 0.5, 0, 1, 1, 0.5};
        ConfidenceSequence sequence = ConfidenceSequence.EMPTY;
        for (double value : values) {
            sequence = sequence.with(value, alpha);
        }

        double sum = 0;
        double squares = 0;
        double weights = 0;
        double weighted = 0;
        double penalty = 0;
        for (int t = 1; t <= values.length; t++) {
            double x = values[t - 1];
            double mean = (0.5 + sum) / t;
            double variance = (0.25 + squares) / t;
            double weight = Math.min(Math.sqrt(2 * Math.log(2 / alpha) / (variance * t * Math.log(1 + t))), 0.5);
            weights += weight;
            weighted += weight * x;
            penalty += 4 * (x - mean) * (x - mean) * (-Math.log(1 - weight) - weight) / 4;
            sum += x;
            double after = (0.5 + sum) / (t + 1);
            squares += (x - after) * (x - after);
        }
        ConfidenceSequence.Interval interval = sequence.interval(alpha);
        double radius = (Math.log(2 / alpha) + penalty) / weights;
        assertThat(interval.lower()).isCloseTo(Math.max(0, weighted / weights - radius), within(1e-12));
        assertThat(interval.upper()).isCloseTo(Math.min(1, weighted / weights + radius), within(1e-12));
    }

    @Test
    void promotesWhatIsSurelyBetterAndRejectsWhatIsSurelyWorse() {
        PairedGate gate = gate(0, 1);

        PairedEvidence better = gate.judge(repeat(gate, 200, BETTER, SAME));
        PairedEvidence worse = gate.judge(repeat(gate, 200, WORSE, SAME));

        assertThat(better.verdict()).isEqualTo(Verdict.PROMOTE);
        assertThat(better.difference()).isEqualTo(0.5);
        assertThat(better.championLoss()).isEqualTo(0.5);
        assertThat(better.candidateLoss()).isZero();
        assertThat(worse.verdict()).isEqualTo(Verdict.REJECT);
        assertThat(worse.upper()).isNegative();
    }

    @Test
    void decidesNothingOnFewLabels() {
        PairedGate gate = gate(0, 500);

        assertThat(gate.judge(repeat(gate, 499, BETTER)).verdict()).isEqualTo(Verdict.HOLD);
        assertThat(gate.judge(repeat(gate, 500, BETTER)).verdict()).isEqualTo(Verdict.PROMOTE);
    }

    @Test
    void asksForTheMargin() {
        PairedGate gate = gate(0.6, 1);

        assertThat(gate.judge(repeat(gate, 3000, BETTER, SAME)).verdict()).isEqualTo(Verdict.REJECT);
        assertThat(gate.judge(repeat(gate, 3000, BETTER, BETTER, SAME, BETTER, BETTER))
                        .verdict())
                .isEqualTo(Verdict.PROMOTE);
    }

    @Test
    void countsErrorsOfARegressionInAUnitOfTheirOwn() {
        PairedGate gate = new PairedGate(PromotionConfig.DEFAULT, Loss.ABSOLUTE_ERROR);
        PairedState small = PairedState.EMPTY;
        PairedState large = PairedState.EMPTY;
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            double champion = Math.abs(random.nextGaussian());
            double candidate = 0.8 * Math.abs(random.nextGaussian());
            small = gate.add(small, new Pair(champion, candidate));
            large = gate.add(large, new Pair(1e6 * champion, 1e6 * candidate));
        }

        PairedEvidence evidence = gate.judge(small);
        assertThat(evidence.labels()).isEqualTo(2000 - LossScale.WARM_UP);
        assertThat(gate.judge(large).lower()).isCloseTo(evidence.lower(), within(1e-9));
        assertThat(evidence.verdict()).isEqualTo(Verdict.PROMOTE);
    }

    @Test
    void promotesNothingWhoseMeanErrorIsLarger() {
        PairedGate gate = new PairedGate(PromotionConfig.DEFAULT, Loss.ABSOLUTE_ERROR);
        PairedState state = PairedState.EMPTY;
        for (int i = 0; i < 5000; i++) {
            boolean disaster = i % 100 == 99;
            state = gate.add(state, disaster ? new Pair(1, 1000) : new Pair(1, 0.8));
        }

        PairedEvidence evidence = gate.judge(state);
        assertThat(evidence.lower()).isPositive();
        assertThat(evidence.candidateLoss()).isGreaterThan(evidence.championLoss());
        assertThat(evidence.verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void passesOverWhatIsNotFinite() {
        PairedGate gate = gate(0, 1);
        PairedState state = repeat(gate, 10, BETTER);

        PairedState after = gate.add(state, new Pair(1, Double.NaN));

        assertThat(after.sequence()).isEqualTo(state.sequence());
        assertThat(after.skipped()).isEqualTo(1);
        assertThat(gate.judge(after)).isEqualTo(gate.judge(state));
    }

    @Test
    void aTaskHasItsLoss() {
        assertThat(Loss.of(Task.BINARY).of(new float[] {0.7f}, 1)).isZero();
        assertThat(Loss.of(Task.BINARY).of(new float[] {0.7f}, 0)).isEqualTo(1);
        assertThat(Loss.of(Task.MULTICLASS).of(new float[] {0.2f, 0.5f, 0.3f}, 1))
                .isZero();
        assertThat(Loss.of(Task.MULTICLASS).of(new float[] {0.2f, Float.NaN, 0.3f}, 2))
                .isNaN();
        assertThat(Loss.of(Task.REGRESSION).of(new float[] {10}, 12.5)).isEqualTo(2.5);
        assertThatThrownBy(() -> Loss.of(Task.VECTOR))
                .hasMessage("versions of this task cannot be compared by labels: task=vector; use promotion.gate none");
    }

    private static PairedGate gate(double margin, int minLabels) {
        PromotionConfig promotion = PromotionConfig.DEFAULT;
        return new PairedGate(
                new PromotionConfig(
                        promotion.gate(),
                        margin,
                        promotion.alpha(),
                        minLabels,
                        promotion.automatic(),
                        promotion.steps(),
                        promotion.step(),
                        promotion.giveUpAfter(),
                        promotion.service()),
                Loss.WRONG_CLASS);
    }

    private static PairedState repeat(PairedGate gate, int count, Pair... pairs) {
        PairedState state = PairedState.EMPTY;
        for (int i = 0; i < count; i++) {
            state = gate.add(state, pairs[i % pairs.length]);
        }
        return state;
    }
}
