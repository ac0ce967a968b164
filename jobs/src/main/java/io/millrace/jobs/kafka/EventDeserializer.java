package io.millrace.jobs.kafka;

import io.millrace.config.EventsConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.validate.EventDecoder;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Hands each record to an {@link EventDecoder}: at least one element per record, whatever its bytes are. */
final class EventDeserializer implements KafkaRecordDeserializationSchema<Decoded> {
    private static final long serialVersionUID = 1;

    private final EventsConfig events;
    private transient @Nullable EventDecoder decoder;

    EventDeserializer(EventsConfig events) {
        this.events = events;
    }

    @Override
    public void open(InitializationContext context) {
        decoder = EventDecoder.of(events, Ticker.system());
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Decoded> out) {
        EventDecoder opened = decoder;
        if (opened == null) {
            throw new IllegalStateException("deserializer is not open");
        }
        for (Decoded each : opened.decode(Records.raw(record))) {
            out.collect(each);
        }
    }

    @Override
    public TypeInformation<Decoded> getProducedType() {
        return RecordTypes.DECODED;
    }
}
