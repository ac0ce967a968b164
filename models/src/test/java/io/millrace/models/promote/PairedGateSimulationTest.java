package io.millrace.models.promote;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.PromotionConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How often the gate is wrong and how soon it is right, on pairs that are drawn. */
class PairedGateSimulationTest {
    private static final long SEED = 20261124;
    private static final int RUNS = 200;
    private static final int LABELS = 30_000;

    @Test
    void promotesNoEqualOfTheChampionAndFindsTheBetterOne() {
        for (double disagreement : new double[] {0.05, 0.2}) {
            Outcome equal = simulate(Loss.WRONG_CLASS, random -> classes(random, disagreement, 0));
            report("equal classifiers, disagreement " + disagreement, equal);
            assertThat(equal.promoted()).as("seed=%d", SEED).isLessThanOrEqualTo(RUNS / 20);
            assertThat(equal.rejected()).as("seed=%d", SEED).isLessThanOrEqualTo(RUNS / 20);
        }
        Outcome better = simulate(Loss.WRONG_CLASS, random -> classes(random, 0.05, 0.02));
        report("2 points better, disagreement 0.05", better);
        assertThat(better.promoted()).as("seed=%d", SEED).isEqualTo(RUNS);
        assertThat(better.median()).as("seed=%d", SEED).isLessThanOrEqualTo(2000);
    }

    @Test
    void rejectsTheWorseOne() {
        Outcome worse = simulate(Loss.WRONG_CLASS, random -> classes(random, 0.05, -0.02));
        report("2 points worse, disagreement 0.05", worse);
        assertThat(worse.rejected()).as("seed=%d", SEED).isEqualTo(RUNS);
        assertThat(worse.promoted()).as("seed=%d", SEED).isZero();
    }

    @Test
    void comparesRegressionsWhoseErrorsHaveHeavyTails() {
        Outcome equal = simulate(Loss.ABSOLUTE_ERROR, random -> errors(random, 1));
        report("equal regressions, heavy tails", equal);
        assertThat(equal.promoted()).as("seed=%d", SEED).isLessThanOrEqualTo(RUNS / 20);
        assertThat(equal.rejected()).as("seed=%d", SEED).isLessThanOrEqualTo(RUNS / 20);

        Outcome better = simulate(Loss.ABSOLUTE_ERROR, random -> errors(random, 0.95));
        report("errors 5 % smaller, heavy tails", better);
        assertThat(better.promoted()).as("seed=%d", SEED).isGreaterThan(RUNS * 9 / 10);
        assertThat(better.rejected()).as("seed=%d", SEED).isZero();
    }

    /**
     * What came of the runs.
     *
     * @param peeked runs in which a z-test that is looked at after every label would have found a difference
     * @param median labels at the promotion; those of a run without one are {@value #LABELS}
     */
    private record Outcome(int promoted, int rejected, int peeked, int median) {}

    /** The first decision of one run. */
    private record Run(Verdict verdict, int labels, boolean peeked) {}

    private static Outcome simulate(Loss loss, Function<Random, Pair> pairs) {
        PairedGate gate = new PairedGate(PromotionConfig.DEFAULT, loss);
        int promoted = 0;
        int rejected = 0;
        int peeked = 0;
        int[] labels = new int[RUNS];
        for (int i = 0; i < RUNS; i++) {
            Run run = run(gate, pairs, new Random(SEED + i));
            promoted += run.verdict() == Verdict.PROMOTE ? 1 : 0;
            rejected += run.verdict() == Verdict.REJECT ? 1 : 0;
            peeked += run.peeked() ? 1 : 0;
            labels[i] = run.verdict() == Verdict.PROMOTE ? run.labels() : LABELS;
        }
        Arrays.sort(labels);
        return new Outcome(promoted, rejected, peeked, labels[RUNS / 2]);
    }

    private static Run run(PairedGate gate, Function<Random, Pair> pairs, Random random) {
        PairedState state = PairedState.EMPTY;
        Verdict verdict = Verdict.HOLD;
        int decided = LABELS;
        boolean peeked = false;
        double sum = 0;
        double squares = 0;
        for (int i = 1; i <= LABELS; i++) {
            Pair pair = pairs.apply(random);
            double difference = pair.champion() - pair.candidate();
            sum += difference;
            squares += difference * difference;
            double deviation = Math.sqrt(squares - sum * sum / i);
            peeked |= i >= PromotionConfig.DEFAULT.minLabels() && Math.abs(sum) > 1.96 * deviation;
            if (verdict == Verdict.HOLD) {
                state = gate.add(state, pair);
                verdict = gate.judge(state).verdict();
                decided = verdict == Verdict.HOLD ? LABELS : i;
            }
        }
        return new Run(verdict, decided, peeked);
    }

    /** One of the two is wrong as often as they disagree, the candidate less often. */
    private static Pair classes(Random random, double disagreement, double better) {
        double draw = random.nextDouble();
        if (draw < (disagreement + better) / 2) {
            return new Pair(1, 0);
        }
        return draw < disagreement ? new Pair(0, 1) : new Pair(0, 0);
    }

    /** Errors with a common part, of Student's distribution with three degrees of freedom. */
    private static Pair errors(Random random, double size) {
        double common = student(random);
        return new Pair(Math.abs(common + student(random) / 2), size * Math.abs(common + student(random) / 2));
    }

    private static double student(Random random) {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            double each = random.nextGaussian();
            squares += each * each;
        }
        return random.nextGaussian() / Math.sqrt(squares / 3);
    }

    private static void report(String what, Outcome outcome) {
        System.out.printf(
                Locale.ROOT,
                "paired gate: %s: %d runs of %,d labels, promoted %d (median %,d labels), rejected %d;"
                        + " a z-test looked at after every label finds a difference in %d%n",
                what,
                RUNS,
                LABELS,
                outcome.promoted(),
                outcome.median(),
                outcome.rejected(),
                outcome.peeked());
    }
}
