package io.millrace.operators.enrich;

import io.millrace.operators.record.RawEvent;
import java.io.Serializable;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;

/** The topic on which the values of a view arrive. */
public interface UpdateTopic extends Serializable {

    /** Its records, from the first one on. */
    Source<RawEvent, ?, ?> source();

    /** The offset after the last record of each partition, now. */
    Map<Integer, Long> ends();

    /**
     * Whether no record can be read between positions and ends: there are only marks of transactions, or records were
     * removed.
     *
     * @param positions offset of the next record to be read, per partition of which any was read
     * @param ends what {@link #ends} said before
     */
    boolean nothingLeft(Map<Integer, Long> positions, Map<Integer, Long> ends);
}
