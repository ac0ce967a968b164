package io.millrace.jobs.kafka;

import io.millrace.operators.enrich.UpdateTopic;
import io.millrace.operators.record.RawEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;

/**
 * The topic with the values of a feature view.
 *
 * @param group consumer group of the job that reads it
 */
public record FeatureTopic(Cluster cluster, String topic, String group) implements UpdateTopic {

    @Override
    public KafkaSource<RawEvent> source() {
        return EventSource.raw(cluster, topic, group);
    }

    @Override
    public Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            reader.bounds().forEach((partition, bounds) -> {
                if (bounds.end() > bounds.first()) {
                    ends.put(partition, bounds.end());
                }
            });
        }
        return ends;
    }

    @Override
    public boolean nothingLeft(Map<Integer, Long> positions, Map<Integer, Long> ends) {
        try (SourceProgress progress = new SourceProgress(cluster, topic, group)) {
            return progress.nothingLeft(new SourceProgress.Snapshot(ends, positions));
        }
    }
}
