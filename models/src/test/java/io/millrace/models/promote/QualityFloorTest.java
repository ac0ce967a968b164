package io.millrace.models.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.RetrainConfig;
import io.millrace.models.evaluate.RegressionMetrics;
import io.millrace.models.promote.QualityFloor.Told;
import io.millrace.models.promote.RetrainTriggers.Measured;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QualityFloorTest {
    private static final long SEED = 20261130;
    private static final int RUNS = 200;
    private static final int LABELS = 20_000;
    private static final double FLOOR = 0.8;
    private static final double ALPHA = 0.05;

    @Test
    void r2IsThatOfTheMetrics() {
        Random random = new Random(SEED);
        FitSequence fit = FitSequence.EMPTY;
        RegressionMetrics metrics = new RegressionMetrics();
        for (int i = 0; i < 1000; i++) {
            Told told = number(random, 0.7, 1e6);
            fit = fit.with(told.actual(), told.predicted());
            metrics.add(told.actual(), told.predicted());
        }
        assertThat(fit.value()).isCloseTo(metrics.r2(), within(1e-9));
        assertThat(fit.interval(ALPHA).lower()).isLessThan(metrics.r2() - 0.01);
        assertThat(fit.interval(ALPHA).upper()).isBetween(metrics.r2() + 0.01, metrics.r2() + 0.2);
    }

    @Test
    void equalTargetsSayNothingOfR2() {
        FitSequence fit = FitSequence.EMPTY.with(3, 5).with(3, 6);
        assertThat(fit.value()).isNaN();
        assertThat(fit.interval(ALPHA)).isEqualTo(new ConfidenceSequence.Interval(Double.NEGATIVE_INFINITY, 1));
        assertThat(fit.with(4, 4).with(Double.MAX_VALUE, 0).interval(ALPHA).upper() < FLOOR)
                .as("a label beyond all bounds")
                .isFalse();
    }

    @Test
    void seldomAsksForAModelThatIsAsGoodAsTheFloor() {
        report("accuracy at the floor", Loss.WRONG_CLASS, random -> classes(random, FLOOR), 10);
        report("r2 at the floor, normal errors", Loss.ABSOLUTE_ERROR, random -> number(random, FLOOR, 1), 10);
        report("r2 at the floor, lognormal targets", Loss.ABSOLUTE_ERROR, random -> price(random, FLOOR), 10);
    }

    private static void report(String what, Loss loss, Function<Random, Told> draw, int most) {
        int asked = 0;
        for (int run = 0; run < RUNS; run++) {
            asked += firstAsk(loss, draw, new Random(SEED + run), QualityState.of(1)) <= LABELS ? 1 : 0;
        }
        System.out.printf(Locale.ROOT, "quality floor: %s: asked in %d of %d runs%n", what, asked, RUNS);
        assertThat(asked).as("%s, seed=%d", what, SEED).isLessThanOrEqualTo(most);
    }

    @Test
    void findsAModelThatIsWorse() {
        assertThat(firstAsk(Loss.WRONG_CLASS, random -> classes(random, 0.7), new Random(SEED), QualityState.of(1)))
                .isBetween(500, 1000);
        assertThat(firstAsk(
                        Loss.ABSOLUTE_ERROR, random -> number(random, 0.7, 1), new Random(SEED), QualityState.of(1)))
                .isBetween(500, 1500);
    }

    @Test
    void findsAModelThatWasGoodForLong() {
        QualityState good = QualityState.of(1);
        QualityFloor floor = floor(Loss.WRONG_CLASS);
        Random random = new Random(SEED);
        for (int i = 0; i < 101_000; i++) {
            good = floor.add(good, 1, classes(random, 0.95));
            assertThat(floor.judge(good)).isEmpty();
        }
        assertThat(firstAsk(Loss.WRONG_CLASS, each -> classes(each, 0.6), random, good))
                .as("labels since it is bad, seed=%d", SEED)
                .isBetween(300, 2000);
    }

    @Test
    void countsTheLabelsOfThePresentChampion() {
        QualityFloor floor = floor(Loss.WRONG_CLASS);
        QualityState state = QualityState.UNKNOWN;
        for (int i = 0; i < 600; i++) {
            state = floor.add(state, 1, new Told(i % 2 == 0 ? 1 : 2, 1, 0));
        }
        assertThat(floor.judge(state)).as("300 labels").isEmpty();
        for (int i = 0; i < 200; i++) {
            state = floor.add(state, 1, new Told(1, 1, 0));
        }
        assertThat(floor.judge(state))
                .map(each -> each.measure() + " " + each.labels() + " " + each.value())
                .contains("accuracy 500 0.0");
        state = floor.add(state, 2, new Told(2, 1, 0));
        assertThat(state.version()).isEqualTo(2);
        assertThat(floor.judge(state)).as("another champion").isEmpty();
    }

    @Test
    void withoutAFloorNothingIsCounted() {
        QualityFloor none = new QualityFloor(RetrainConfig.DEFAULT, Loss.WRONG_CLASS, ALPHA);
        assertThat(none.add(QualityState.of(1), 1, new Told(1, 1, 0))).isEqualTo(QualityState.of(1));
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void goesOnFromItsBytesAsIfNothingHadHappened(Loss loss) throws Exception {
        QualityFloor floor = floor(loss);
        Random random = new Random(SEED);
        QualityState state = QualityState.UNKNOWN;
        for (int i = 0; i < 2500; i++) {
            state = floor.add(state, 3, new Told(3, random.nextInt(2), random.nextInt(2)));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        assertThat(QualityState.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(state);
        assertThat(state.stretches()).isEqualTo(2);
    }

    /** Labels until it is asked for a training; more than all if it never is. */
    private static int firstAsk(Loss loss, Function<Random, Told> draw, Random random, QualityState begin) {
        QualityFloor floor = floor(loss);
        QualityState state = begin;
        for (int i = 1; i <= LABELS; i++) {
            state = floor.add(state, 1, draw.apply(random));
            Optional<Measured> low = floor.judge(state);
            if (low.isPresent()) {
                return i;
            }
        }
        return LABELS + 1;
    }

    private static QualityFloor floor(Loss loss) {
        RetrainConfig retrain = new RetrainConfig(true, FLOOR, 500, 0.5, Duration.ofDays(30), Duration.ofHours(6), 4);
        return new QualityFloor(retrain, loss, ALPHA);
    }

    private static Told classes(Random random, double accuracy) {
        int actual = random.nextInt(3);
        return new Told(1, actual, random.nextDouble() < accuracy ? actual : actual + 1);
    }

    /** A number of which a prediction explains a share. */
    private static Told number(Random random, double explained, double unit) {
        double predicted = Math.sqrt(explained) * random.nextGaussian();
        double actual = predicted + Math.sqrt(1 - explained) * random.nextGaussian();
        return new Told(1, 100 * unit + unit * actual, 100 * unit + unit * predicted);
    }

    /** Prices: some are many times the median, and errors grow with them. */
    private static Told price(Random random, double explained) {
        double deviation = 0.5;
        double price = Math.exp(deviation * random.nextGaussian());
        double variance = Math.exp(deviation * deviation) * (Math.exp(deviation * deviation) - 1);
        double meanSquare = Math.exp(2 * deviation * deviation);
        double relative = Math.sqrt((1 - explained) * variance / meanSquare);
        return new Told(1, price, price * (1 + relative * random.nextGaussian()));
    }
}
