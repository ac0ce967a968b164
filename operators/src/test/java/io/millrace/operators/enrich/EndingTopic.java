package io.millrace.operators.enrich;

import io.millrace.operators.record.RawEvent;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;

/**
 * A topic that nobody reads.
 *
 * @param ends where its partitions end
 * @param shown offset after the last record that can be read, per partition: marks of transactions follow
 */
record EndingTopic(Map<Integer, Long> ends, Map<Integer, Long> shown) implements UpdateTopic {

    /** A topic of records only. */
    static EndingTopic of(Map<Integer, Long> ends) {
        return new EndingTopic(ends, ends);
    }

    @Override
    public Source<RawEvent, ?, ?> source() {
        throw new IllegalStateException("nobody reads it");
    }

    @Override
    public boolean nothingLeft(Map<Integer, Long> positions, Map<Integer, Long> until) {
        return until.keySet().stream()
                .allMatch(partition -> positions.getOrDefault(partition, 0L) >= shown.getOrDefault(partition, 0L));
    }
}
