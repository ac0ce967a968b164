package io.millrace.operators.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.time.Ticker;
import org.apache.flink.metrics.HistogramStatistics;
import org.junit.jupiter.api.Test;

class WindowHistogramTest {
    private long nanos;

    private final WindowHistogram histogram = new WindowHistogram(new Ticker() {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long epochMillis() {
            return 0;
        }
    });

    @Test
    void showsTheRecentPastAndCountsEverything() {
        histogram.update(10);
        nanos += WindowHistogram.WINDOW.toNanos();
        assertThat(histogram.getStatistics().getMax()).isEqualTo(10);
        histogram.update(20);
        nanos += WindowHistogram.WINDOW.toNanos();
        assertThat(histogram.getStatistics().size()).isEqualTo(2);
        histogram.update(30, 3);
        HistogramStatistics statistics = histogram.getStatistics();
        assertThat(statistics.getMin()).isEqualTo(20);
        assertThat(statistics.getMax()).isEqualTo(30);
        assertThat(statistics.size()).isEqualTo(4);
        assertThat(statistics.getQuantile(0.5)).isEqualTo(30);
        assertThat(statistics.getMean()).isEqualTo(27.5);
        assertThat(histogram.getCount()).isEqualTo(5);
    }

    @Test
    void keepsItsWindowHoweverOftenItIsRead() {
        histogram.update(10);
        for (int i = 0; i < 100; i++) {
            histogram.getStatistics();
        }
        assertThat(histogram.getStatistics().size()).isEqualTo(1);
    }
}
