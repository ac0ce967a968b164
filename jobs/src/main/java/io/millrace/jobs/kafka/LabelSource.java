package io.millrace.jobs.kafka;

import io.millrace.config.LabelsConfig;
import io.millrace.config.ModelConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.feedback.LabelDecoder;
import io.millrace.operators.record.LabelRecord;
import io.millrace.operators.record.RecordTypes;
import java.util.Objects;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where it is read what was true: the topic of a pipeline's labels. */
public final class LabelSource {
    private LabelSource() {}

    /** The source of the job of a pipeline that has labels. */
    public static KafkaSource<LabelRecord> of(
            Cluster cluster, PipelineConfig pipeline, String group, EventSource.Start start) {
        LabelsConfig labels = Objects.requireNonNull(pipeline.labels(), "pipeline has no labels");
        return EventSource.of(cluster, labels.topic(), group, start, new LabelDeserializer(labels, pipeline.model()));
    }

    /** Hands each record to a {@link LabelDecoder}: one element per record, whatever its bytes are. */
    private static final class LabelDeserializer implements KafkaRecordDeserializationSchema<LabelRecord> {
        private static final long serialVersionUID = 1;

        private final LabelsConfig labels;
        private final ModelConfig model;

        @SuppressWarnings("NullAway.Init") // set by open()
        private transient LabelDecoder decoder;

        LabelDeserializer(LabelsConfig labels, ModelConfig model) {
            this.labels = labels;
            this.model = model;
        }

        @Override
        public void open(InitializationContext context) {
            decoder = new LabelDecoder(labels, model, Ticker.system());
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LabelRecord> out) {
            out.collect(decoder.decode(Records.raw(record)));
        }

        @Override
        public TypeInformation<LabelRecord> getProducedType() {
            return RecordTypes.LABEL_RECORD;
        }
    }
}
