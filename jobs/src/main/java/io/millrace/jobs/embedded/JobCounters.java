package io.millrace.jobs.embedded;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The counters of every job of a {@link LocalFlink}, summed over subtasks and labels, for whoever hosts it. */
/*
 * Flink makes reporters itself, from a class name and properties, so the instance to report to is found through a
 * number. Flink adds and removes metrics under its own lock and from several threads; every access here is synchronised.
 * Counters are read while tasks count: each read is of one long, which may be a little old.
 */
public final class JobCounters implements AutoCloseable {
    private static final String REPORTER = "counters";
    private static final String ID = "id";
    private static final Map<String, JobCounters> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private final String id = Long.toString(NEXT.incrementAndGet());
    private final Map<String, Map<Counter, Counter>> counters = new HashMap<>();
    private final Map<String, Long> ended = new HashMap<>();

    JobCounters() {
        OPEN.put(id, this);
    }

    /** The sum of all counters of a name, those of ended subtasks included. */
    public synchronized long sum(String name) {
        long sum = ended.getOrDefault(name, 0L);
        for (Counter counter : counters.getOrDefault(name, Map.of()).keySet()) {
            sum += counter.getCount();
        }
        return sum;
    }

    /** Makes the Flink with this configuration report here, beside other reporters. */
    String configure(Configuration configuration) {
        configuration.setString("metrics.reporter." + REPORTER + ".factory.class", Factory.class.getName());
        configuration.setString("metrics.reporter." + REPORTER + '.' + ID, id);
        return REPORTER;
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    private synchronized void add(String name, Counter counter) {
        counters.computeIfAbsent(name, key -> new IdentityHashMap<>()).put(counter, counter);
    }

    private synchronized void remove(String name, Counter counter) {
        if (counters.getOrDefault(name, Map.of()).remove(counter) != null) {
            ended.merge(name, counter.getCount(), Long::sum);
        }
    }

    /** Makes the reporter; found by Flink through its service file. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new Reporter();
        }
    }

    private static final class Reporter implements MetricReporter {
        private String id = "";

        @Override
        public void open(MetricConfig config) {
            id = config.getString(ID, "");
        }

        @Override
        public void close() {}

        @Override
        public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
            JobCounters target = OPEN.get(id);
            if (target != null && metric instanceof Counter counter) {
                target.add(name, counter);
            }
        }

        @Override
        public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
            JobCounters target = OPEN.get(id);
            if (target != null && metric instanceof Counter counter) {
                target.remove(name, counter);
            }
        }
    }
}
