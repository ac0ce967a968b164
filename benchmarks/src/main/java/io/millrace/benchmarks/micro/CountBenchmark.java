package io.millrace.benchmarks.micro;

import io.millrace.operators.metric.EnumCounters;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.metric.WindowHistogram;
import io.millrace.operators.record.Freshness;
import java.util.Arrays;
import org.apache.flink.metrics.Counter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * As many counters and histograms as the scoring job touches for an event of W2: two counters at each of its four stages and
 * two more of the cache, the freshness of eight values, and four histograms.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class CountBenchmark {
    private static final int COUNTERS = 10;
    private static final int VALUES = 8;
    private static final int HISTOGRAMS = 4;
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final int LARGEST_BITS = 14;

    private final Counter[] counters = new Counter[COUNTERS];
    private final WindowHistogram[] histograms = new WindowHistogram[HISTOGRAMS];
    private EnumCounters<Freshness> values;
    private long drawn;

    @Setup
    public void register() {
        StageMetrics stage = StageMetrics.unregistered();
        Arrays.setAll(counters, i -> stage.counter("counter" + i));
        Arrays.setAll(histograms, i -> stage.histogram("histogram" + i));
        values = stage.counters("values", "freshness", Freshness.class);
    }

    @Benchmark
    public void count() {
        for (Counter counter : counters) {
            counter.inc();
        }
        for (int value = 0; value < VALUES; value++) {
            values.inc(Freshness.PRESENT);
        }
        for (WindowHistogram histogram : histograms) {
            drawn += STEP;
            histogram.update(drawn >>> (Long.SIZE - LARGEST_BITS));
        }
    }
}
