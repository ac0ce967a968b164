package io.millrace.jobs.kafka;

import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.promote.DriftDecoder;
import io.millrace.operators.record.Drift;
import io.millrace.operators.record.RecordTypes;
import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where it is read what has drifted: a topic that anyone may write. */
public final class DriftSource {
    private static final Logger LOG = LoggerFactory.getLogger(DriftSource.class);

    private DriftSource() {}

    /** The source of a pipeline's job. */
    public static KafkaSource<Drift> of(Cluster cluster, String topic, String group, EventSource.Start start) {
        return EventSource.of(cluster, topic, group, start, new DriftDeserializer());
    }

    /** Hands each record to a {@link DriftDecoder}; one that it cannot read is counted and passed over. */
    private static final class DriftDeserializer implements KafkaRecordDeserializationSchema<Drift> {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("NullAway.Init") // set by open()
        private transient Counter unreadable;

        @Override
        public void open(InitializationContext context) {
            unreadable =
                    StageMetrics.of(context.getMetricGroup(), Ticker.system()).counter(MetricNames.DRIFT_UNREADABLE);
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Drift> out) {
            byte[] value = record.value();
            try {
                if (value != null) {
                    out.collect(DriftDecoder.decode(value, Math.max(Drift.NO_TIME, record.timestamp())));
                }
            } catch (IOException e) {
                unreadable.inc();
                LOG.info(
                        "Record of a drift cannot be read: topic={}, partition={}, offset={}, cause={}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }

        @Override
        public TypeInformation<Drift> getProducedType() {
            return RecordTypes.DRIFT;
        }
    }
}
