package io.millrace.operators.metric;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.NoOpMetricRegistry;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;

/** Remembers every metric under its full name. */
public final class RecordedMetrics {
    private final Map<String, Metric> registered = new TreeMap<>();

    /** The group of an operator; names begin with {@code operator.millrace.} when a stage registers them. */
    public MetricGroup operator() {
        return new Recording("operator");
    }

    public Set<String> names() {
        return registered.keySet();
    }

    /** The value of a gauge, or the count of a counter or histogram. */
    public long value(String name) {
        Metric metric = Objects.requireNonNull(registered.get(name), () -> "no such metric: name=" + name);
        if (metric instanceof Gauge<?> gauge) {
            return (Long) gauge.getValue();
        }
        return metric instanceof Histogram histogram ? histogram.getCount() : ((Counter) metric).getCount();
    }

    private final class Recording extends GenericMetricGroup {
        private final String path;

        Recording(String path) {
            super(NoOpMetricRegistry.INSTANCE, null, path);
            this.path = path;
        }

        @Override
        protected void addMetric(String name, Metric metric) {
            registered.put(path + "." + name, metric);
        }

        @Override
        public MetricGroup addGroup(String name) {
            return new Recording(path + "." + name);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return addGroup(key).addGroup(value);
        }
    }
}
