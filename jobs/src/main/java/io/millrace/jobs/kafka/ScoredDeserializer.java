package io.millrace.jobs.kafka;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each record of scored rows to a decoder; one that it cannot read is counted and passed over. */
final class ScoredDeserializer<T> implements KafkaRecordDeserializationSchema<T> {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(ScoredDeserializer.class);

    private final TypeInformation<T> type;
    private final Opening<T> opening;

    @SuppressWarnings("NullAway.Init") // set by open()
    private transient Decoder<T> decoder;

    @SuppressWarnings("NullAway.Init") // set by open()
    private transient Counter unreadable;

    /** Takes out what somebody wants of the rows. */
    @FunctionalInterface
    interface Decoder<T> {
        void decode(byte[] arrow, Consumer<T> out) throws IOException;
    }

    /** Makes a decoder where it runs. */
    @FunctionalInterface
    interface Opening<T> extends Serializable {
        Decoder<T> open();
    }

    ScoredDeserializer(TypeInformation<T> type, Opening<T> opening) {
        this.type = type;
        this.opening = opening;
    }

    @Override
    public void open(InitializationContext context) {
        decoder = opening.open();
        unreadable = StageMetrics.of(context.getMetricGroup(), Ticker.system()).counter(MetricNames.SCORED_UNREADABLE);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
        byte[] value = record.value();
        try {
            if (value != null) {
                decoder.decode(value, out::collect);
            }
        } catch (IOException e) {
            unreadable.inc();
            LOG.info(
                    "Scored rows cannot be read as this pipeline declares them: topic={}, partition={}, offset={},"
                            + " cause={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
