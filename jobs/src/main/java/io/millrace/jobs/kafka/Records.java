package io.millrace.jobs.kafka;

import io.millrace.operators.record.Header;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Kafka's records as Millrace's. */
final class Records {
    private Records() {}

    /** A record untouched. */
    static RawEvent raw(ConsumerRecord<byte[], byte[]> record) {
        long timestamp = record.timestampType() == TimestampType.NO_TIMESTAMP_TYPE ? -1 : record.timestamp();
        return new RawEvent(
                new Position(record.topic(), record.partition(), record.offset()),
                timestamp,
                record.key(),
                record.value(),
                headers(record));
    }

    private static List<Header> headers(ConsumerRecord<byte[], byte[]> record) {
        var headers = record.headers().toArray();
        return headers.length == 0
                ? List.of()
                : Stream.of(headers)
                        .map(header -> new Header(header.key(), header.value()))
                        .toList();
    }
}
