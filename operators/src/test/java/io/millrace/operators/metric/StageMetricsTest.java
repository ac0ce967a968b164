package io.millrace.operators.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Reason;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.NoOpMetricRegistry;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.junit.jupiter.api.Test;

class StageMetricsTest {

    /** A group that puts each metric into a map under its full name. */
    private static final class Recording extends GenericMetricGroup {
        private final String path;
        private final Map<String, Metric> registered;

        Recording(String path, Map<String, Metric> registered) {
            super(NoOpMetricRegistry.INSTANCE, null, path);
            this.path = path;
            this.registered = registered;
        }

        @Override
        protected void addMetric(String name, Metric metric) {
            registered.put(path + "." + name, metric);
        }

        @Override
        public MetricGroup addGroup(String name) {
            return new Recording(path + "." + name, registered);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return addGroup(key).addGroup(value);
        }
    }

    @Test
    void registersUnderOneGroupWithLabels() {
        Map<String, Metric> registered = new TreeMap<>();
        StageMetrics metrics = StageMetrics.of(new Recording("operator", registered), Ticker.system());
        metrics.rated(MetricNames.EVENTS_IN).inc(3);
        metrics.gauge(MetricNames.IN_FLIGHT, () -> 7);
        metrics.counters(MetricNames.REJECTIONS, MetricNames.REASON, Reason.class)
                .inc(Reason.MALFORMED, 2);
        metrics.labelled(MetricNames.VIEW, "zip").histogram(MetricNames.STORE_MICROS);
        assertThat(registered)
                .containsKeys(
                        "operator.millrace.eventsIn",
                        "operator.millrace.eventsInPerSecond",
                        "operator.millrace.view.zip.storeMicros");
        assertThat(value(registered, "operator.millrace.reason.MALFORMED.rejections"))
                .isEqualTo(2);
        assertThat(value(registered, "operator.millrace.reason.EMPTY.rejections"))
                .isZero();
        assertThat(value(registered, "operator.millrace.inFlight")).isEqualTo(7);
    }

    private static long value(Map<String, Metric> registered, String name) {
        Metric metric = registered.get(name);
        return metric instanceof Gauge<?> gauge
                ? (Long) gauge.getValue()
                : metric instanceof Counter counter ? counter.getCount() : -1;
    }

    @Test
    void countsWithoutARegistry() {
        EnumCounters<Reason> counters = StageMetrics.unregistered().counters("x", "reason", Reason.class);
        counters.inc(Reason.EMPTY);
        assertThat(counters.count(Reason.EMPTY)).isEqualTo(1);
        assertThat(counters.count(Reason.TIMEOUT)).isZero();
    }

    @Test
    void everyNameIsGivenOnce() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field field : MetricNames.class.getFields()) {
            names.add((String) field.get(null));
        }
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    }
}
