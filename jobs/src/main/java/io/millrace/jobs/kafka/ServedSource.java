package io.millrace.jobs.kafka;

import io.millrace.config.PipelineConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.feature.ServedDecoder;
import io.millrace.operators.feature.ServedSettings;
import io.millrace.operators.metric.MetricNames;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.ServedFeatures;
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

/** Where it is read what was served: the topic of a pipeline's scored rows. */
public final class ServedSource {
    private static final Logger LOG = LoggerFactory.getLogger(ServedSource.class);

    private ServedSource() {}

    /** The source of a pipeline's job. */
    public static KafkaSource<ServedFeatures> of(
            Cluster cluster, PipelineConfig pipeline, String group, EventSource.Start start) {
        ServedDeserializer deserializer = new ServedDeserializer(ServedSettings.of(pipeline));
        return EventSource.of(cluster, pipeline.topics().scored(), group, start, deserializer);
    }

    /** Hands each record to a {@link ServedDecoder}; one that it cannot read is counted and passed over. */
    private static final class ServedDeserializer implements KafkaRecordDeserializationSchema<ServedFeatures> {
        private static final long serialVersionUID = 1;

        private final ServedSettings settings;

        @SuppressWarnings("NullAway.Init") // set by open()
        private transient ServedDecoder decoder;

        @SuppressWarnings("NullAway.Init") // set by open()
        private transient Counter unreadable;

        ServedDeserializer(ServedSettings settings) {
            this.settings = settings;
        }

        @Override
        public void open(InitializationContext context) {
            decoder = new ServedDecoder(settings);
            unreadable =
                    StageMetrics.of(context.getMetricGroup(), Ticker.system()).counter(MetricNames.SCORED_UNREADABLE);
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ServedFeatures> out) {
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
        public TypeInformation<ServedFeatures> getProducedType() {
            return RecordTypes.SERVED_FEATURES;
        }
    }
}
