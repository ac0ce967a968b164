package io.millrace.operators.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogHistogramTest {

    @Test
    void isExactForSmallValues() {
        LogHistogram histogram = new LogHistogram();
        for (int value = 0; value < 64; value++) {
            histogram.record(value);
        }
        LogHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isEqualTo(64);
        assertThat(snapshot.min()).isZero();
        assertThat(snapshot.max()).isEqualTo(63);
        assertThat(snapshot.quantile(0.5)).isEqualTo(31);
        assertThat(snapshot.mean()).isEqualTo(31.5);
    }

    @Test
    void keepsPercentilesWithinOneSixtyFourth() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            LogHistogram histogram = new LogHistogram();
            long[] values = new long[5_000];
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) Math.exp(random.nextDouble() * 40);
                histogram.record(values[i]);
            }
            Arrays.sort(values);
            LogHistogram.Snapshot snapshot = histogram.snapshot();
            for (double quantile : new double[] {0.01, 0.5, 0.9, 0.99, 0.999}) {
                double exact = (double) values[(int) Math.ceil(quantile * values.length) - 1];
                assertThat(snapshot.quantile(quantile))
                        .as("seed=%d, quantile=%s", seed, quantile)
                        .isCloseTo(exact, within(exact / 64.0));
            }
            assertThat((long) snapshot.quantile(1)).as("seed=%d", seed).isEqualTo(values[values.length - 1]);
        }
    }

    @Test
    void holdsTheWholeRangeOfLong() {
        LogHistogram histogram = new LogHistogram();
        histogram.record(Long.MAX_VALUE);
        histogram.record(Long.MIN_VALUE);
        assertThat(histogram.snapshot().max()).isEqualTo(Long.MAX_VALUE);
        assertThat(histogram.snapshot().min()).isZero();
        assertThat(histogram.snapshot().quantile(0.5)).isZero();
    }

    @Test
    void mergesAsIfRecordedTogether() {
        LogHistogram both = new LogHistogram();
        LogHistogram one = new LogHistogram();
        LogHistogram other = new LogHistogram();
        for (long value = 1; value < 1_000_000; value *= 3) {
            both.record(value, 2);
            both.record(value * 2, 5);
            one.record(value, 2);
            other.record(value * 2, 5);
        }
        LogHistogram.Snapshot merged = one.snapshot().plus(other.snapshot());
        LogHistogram.Snapshot together = both.snapshot();
        assertThat(merged.count()).isEqualTo(together.count());
        assertThat(merged.max()).isEqualTo(together.max());
        assertThat(merged.mean()).isEqualTo(together.mean());
        assertThat(merged.standardDeviation()).isEqualTo(together.standardDeviation());
        assertThat(merged.quantile(0.99)).isEqualTo(together.quantile(0.99));
    }

    @Test
    void losesNothingToConcurrentWriters() throws InterruptedException {
        LogHistogram histogram = new LogHistogram();
        Thread[] writers = new Thread[4];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = new Thread(() -> {
                for (int value = 0; value < 10_000; value++) {
                    histogram.record(value);
                }
            });
            writers[i].start();
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(histogram.snapshot().count()).isEqualTo(40_000);
        assertThat(histogram.snapshot().max()).isEqualTo(9_999);
    }

    @Test
    void anEmptyOneIsAllZero() {
        LogHistogram.Snapshot empty = LogHistogram.Snapshot.EMPTY;
        assertThat(empty.quantile(0.5)).isZero();
        assertThat(empty.mean()).isZero();
        assertThat(empty.standardDeviation()).isZero();
        assertThat(empty.min()).isZero();
    }

    @Test
    void refusesAQuantileThatIsNone() {
        assertThatThrownBy(() -> LogHistogram.Snapshot.EMPTY.quantile(1.5))
                .hasMessage("quantile is not within [0, 1]: quantile=1.5");
    }
}
