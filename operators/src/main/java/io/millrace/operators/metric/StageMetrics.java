package io.millrace.operators.metric;

import io.millrace.models.time.Ticker;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** The metrics of one stage, registered with Flink under the names of {@link MetricNames}. */
public final class StageMetrics {
    private final MetricGroup group;
    private final Ticker ticker;

    private StageMetrics(MetricGroup group, Ticker ticker) {
        this.group = group;
        this.ticker = ticker;
    }

    /** Metrics of the operator or function that owns the group. */
    public static StageMetrics of(MetricGroup operator, Ticker ticker) {
        return new StageMetrics(operator.addGroup(MetricNames.GROUP), ticker);
    }

    /** Metrics that count and that nobody sees. */
    public static StageMetrics unregistered() {
        return new StageMetrics(new UnregisteredMetricsGroup(), Ticker.system());
    }

    /** The same stage's metrics with one more label. */
    public StageMetrics labelled(String label, String value) {
        return new StageMetrics(group.addGroup(label, value), ticker);
    }

    /** A counter for one thread. */
    public Counter counter(String name) {
        return register(name, new SimpleCounter());
    }

    /** A counter for one thread, and its rate under {@code <name>PerSecond}. */
    public Counter rated(String name) {
        Counter counter = counter(name);
        group.meter(name + MetricNames.PER_SECOND, new MeterView(counter));
        return counter;
    }

    /** A counter for any number of threads. */
    public Counter sharedCounter(String name) {
        return register(name, new ThreadSafeSimpleCounter());
    }

    /** Counters for one thread, one for each constant of the enum. */
    public <E extends Enum<E>> EnumCounters<E> counters(String name, String label, Class<E> constants) {
        return new EnumCounters<>(
                constants, constant -> labelled(label, constant.name()).counter(name));
    }

    /** A histogram for any number of threads. */
    public WindowHistogram histogram(String name) {
        return group.histogram(name, new WindowHistogram(ticker));
    }

    /** A value that is read from another thread when somebody looks. */
    public void gauge(String name, LongSupplier value) {
        group.gauge(name, (Gauge<Long>) value::getAsLong);
    }

    private Counter register(String name, Counter counter) {
        return group.counter(name, Counting.counter(counter));
    }
}
