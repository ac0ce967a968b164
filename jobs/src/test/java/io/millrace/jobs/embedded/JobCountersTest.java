package io.millrace.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.junit.jupiter.api.Test;

class JobCountersTest {
    private final JobCounters counters = new JobCounters();
    private final MetricReporter reporter = new JobCounters.Factory().createMetricReporter(new Properties());
    private final MetricGroup group = new UnregisteredMetricsGroup();

    @Test
    void sumsTheCountersOfAName() {
        open();
        SimpleCounter one = counter("hits", 3);
        SimpleCounter two = counter("hits", 4);
        counter("misses", 5);

        assertThat(counters.sum("hits")).isEqualTo(7);
        one.inc();
        two.inc();
        assertThat(counters.sum("hits")).isEqualTo(9);
        assertThat(counters.sum("misses")).isEqualTo(5);
        assertThat(counters.sum("unknown")).isZero();
    }

    @Test
    void remembersWhatEndedSubtasksCounted() {
        open();
        SimpleCounter one = counter("hits", 3);

        reporter.notifyOfRemovedMetric(one, "hits", group);
        reporter.notifyOfRemovedMetric(one, "hits", group);
        counter("hits", 2);

        assertThat(counters.sum("hits")).isEqualTo(5);
    }

    @Test
    void hearsNothingMoreOnceClosed() {
        open();
        counters.close();
        counter("hits", 3);

        assertThat(counters.sum("hits")).isZero();
    }

    @Test
    void knowsHowFarSourcesHaveRead() {
        open();
        Gauge<Long> first = offset("points", 0, 41);
        offset("points", 1, 7);
        offset("points", 2, -1);
        offset("models", 0, 99);
        reporter.notifyOfAddedMetric(first, "committedOffset", group);

        assertThat(counters.positions("job", "points")).isEqualTo(Map.of(0, 42L, 1, 8L));
        reporter.notifyOfRemovedMetric(first, "currentOffset", group);
        assertThat(counters.positions("job", "points")).isEqualTo(Map.of(1, 8L));
        assertThat(counters.lastPositions("job", "points")).isEqualTo(Map.of(0, 42L, 1, 8L));
    }

    private Gauge<Long> offset(String topic, int partition, long offset) {
        Gauge<Long> gauge = () -> offset;
        reporter.notifyOfAddedMetric(gauge, "currentOffset", new UnregisteredMetricsGroup() {
            @Override
            public Map<String, String> getAllVariables() {
                return Map.of("<job_id>", "job", "<topic>", topic, "<partition>", Integer.toString(partition));
            }
        });
        return gauge;
    }

    private void open() {
        Configuration configuration = new Configuration();
        assertThat(counters.configure(configuration)).isEqualTo("counters");
        MetricConfig config = new MetricConfig();
        config.setProperty("id", configuration.toMap().get("metrics.reporter.counters.id"));
        reporter.open(config);
    }

    private SimpleCounter counter(String name, long count) {
        SimpleCounter counter = new SimpleCounter();
        counter.inc(count);
        reporter.notifyOfAddedMetric(counter, name, group);
        return counter;
    }
}
