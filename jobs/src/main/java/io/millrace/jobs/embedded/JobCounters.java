package io.millrace.jobs.embedded;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * What the jobs of a {@link LocalFlink} report, for whoever hosts it: their counters, summed over subtasks and labels, and
 * how far their Kafka sources have read.
 */
/*
 * Flink makes reporters itself, from a class name and properties, so the instance to report to is found through a
 * number. Flink adds and removes metrics under its own lock and from several threads; every access here is synchronised.
 * Counters and gauges are read while tasks change them: each read is of one long, which may be a little old.
 */
public final class JobCounters implements AutoCloseable {
    private static final String REPORTER = "counters";
    private static final String ID = "id";
    /** The Kafka connector's gauge of the last record that a source emitted, and the labels that say of where. */
    private static final String OFFSET = "currentOffset";

    private static final String JOB = "<job_id>";
    private static final String TOPIC = "<topic>";
    private static final String PARTITION = "<partition>";
    private static final Map<String, JobCounters> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong();

    private final String id = Long.toString(NEXT.incrementAndGet());
    private final Map<String, Map<Counter, Counter>> counters = new HashMap<>();
    private final Map<String, Long> ended = new HashMap<>();
    private final IdentityHashMap<Gauge<?>, Place> offsets = new IdentityHashMap<>();
    private final Map<Place, Long> stopped = new HashMap<>();

    private record Place(String job, String topic, int partition) {
        boolean is(String job, String topic) {
            return this.job.equals(job) && this.topic.equals(topic);
        }
    }

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

    /** The offset after the last record that a job has read, of every partition of a topic of which it read one. */
    synchronized Map<Integer, Long> positions(String job, String topic) {
        Map<Integer, Long> positions = new HashMap<>();
        offsets.forEach((gauge, place) -> {
            if (place.is(job, topic) && gauge.getValue() instanceof Long offset && offset >= 0) {
                positions.merge(place.partition(), offset + 1, Math::max);
            }
        });
        return positions;
    }

    /** The same for sources that have ended, as far as they came in the last of their attempts. */
    synchronized Map<Integer, Long> lastPositions(String job, String topic) {
        Map<Integer, Long> positions = new HashMap<>();
        stopped.forEach((place, position) -> {
            if (place.is(job, topic)) {
                positions.put(place.partition(), position);
            }
        });
        positions.putAll(positions(job, topic));
        return positions;
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

    private synchronized void add(Gauge<?> offset, Map<String, String> labels) {
        String job = labels.get(JOB);
        String topic = labels.get(TOPIC);
        String partition = labels.get(PARTITION);
        if (job != null && topic != null && partition != null) {
            offsets.put(offset, new Place(job, topic, Integer.parseInt(partition)));
        }
    }

    private synchronized void remove(Gauge<?> offset) {
        Place place = offsets.remove(offset);
        if (place != null && offset.getValue() instanceof Long last && last >= 0) {
            stopped.put(place, last + 1);
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
            } else if (target != null && metric instanceof Gauge<?> gauge && name.equals(OFFSET)) {
                target.add(gauge, group.getAllVariables());
            }
        }

        @Override
        public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
            JobCounters target = OPEN.get(id);
            if (target != null && metric instanceof Counter counter) {
                target.remove(name, counter);
            } else if (target != null && metric instanceof Gauge<?> gauge) {
                target.remove(gauge);
            }
        }
    }
}
