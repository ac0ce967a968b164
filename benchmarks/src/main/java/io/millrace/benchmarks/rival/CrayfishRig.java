package io.millrace.benchmarks.rival;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.RigInputs;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.models.infer.ModelLoadException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * C: a job in the shape of the Crayfish benchmark's adapter for Flink with an embedded model (S. Horchidan et al.,
 * "Crayfish: Navigating the Labyrinth of Machine Learning Inference in Stream Processing Systems", EDBT 2024, <a
 * href="https://doi.org/10.48786/edbt.2024.58">10.48786/edbt.2024.58</a>), written anew from a description of it.
 *
 * <p>Theirs: source, map and sink chained; {@link CrayfishFormat a mapper and a module for each record} in both
 * directions; {@link CrayfishRecord boxed numbers in a generic type}, without object reuse, so that Kryo copies each
 * record on each hop; {@link CrayfishScoring one synchronous call per record}; the whole input repeated in the output; the
 * defaults of Kafka's clients; no checkpoints and no delivery guarantee, which is less work than every other rig has.
 *
 * <p>Not theirs: Flink 2, and DJL with PyTorch as for all other rigs.
 */
public final class CrayfishRig implements Rig.Stream {
    private static final String WORKLOAD = "W1";

    @Override
    public String name() {
        return "crayfish";
    }

    @Override
    public String description() {
        return "C: the shape of Crayfish's Flink adapter (EDBT 2024): a JSON mapper per record, boxed numbers, Kryo, one"
                + " synchronous call per record, input echoed; on Flink 2 with DJL; W1 only";
    }

    @Override
    public boolean carries(Workload workload) {
        return workload.name().equals(WORKLOAD);
    }

    @Override
    public Promise promise() {
        return new Promise(/* outputs= */ true, CrayfishFormat::answer);
    }

    @Override
    public StreamGraph graph(RigInputs inputs) throws ModelLoadException {
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(settings(inputs));
        flink.fromSource(source(inputs), WatermarkStrategy.noWatermarks(), "events")
                .uid("events")
                .map(new CrayfishScoring(RivalModel.of(inputs)))
                .returns(CrayfishRecord.class)
                .uid("score")
                .name("score")
                .sinkTo(sink(inputs))
                .uid("emit")
                .name("emit");
        return flink.getStreamGraph();
    }

    /** The settings of every rig, but for those of which the adapter has Flink's defaults. */
    private static Configuration settings(RigInputs inputs) {
        Configuration settings = inputs.settings();
        settings.removeConfig(PipelineOptions.GENERIC_TYPES);
        settings.removeConfig(PipelineOptions.OBJECT_REUSE);
        settings.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        return settings;
    }

    private static KafkaSource<CrayfishRecord> source(RigInputs inputs) {
        return KafkaSource.<CrayfishRecord>builder()
                .setBootstrapServers(inputs.cluster().bootstrap())
                .setTopics(inputs.pipeline().events().topic())
                .setGroupId(inputs.group())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new Reading())
                .build();
    }

    private static KafkaSink<CrayfishRecord> sink(RigInputs inputs) {
        return KafkaSink.<CrayfishRecord>builder()
                .setBootstrapServers(inputs.cluster().bootstrap())
                .setRecordSerializer(KafkaRecordSerializationSchema.<CrayfishRecord>builder()
                        .setTopic(inputs.pipeline().topics().predictions())
                        .setValueSerializationSchema(new Writing())
                        .build())
                .build();
    }

    private static final class Reading implements DeserializationSchema<CrayfishRecord> {
        private static final long serialVersionUID = 1;

        @Override
        public CrayfishRecord deserialize(byte[] value) throws IOException {
            return CrayfishFormat.read(value);
        }

        @Override
        public boolean isEndOfStream(CrayfishRecord record) {
            return false;
        }

        @Override
        public TypeInformation<CrayfishRecord> getProducedType() {
            return TypeInformation.of(CrayfishRecord.class);
        }
    }

    private static final class Writing implements SerializationSchema<CrayfishRecord> {
        private static final long serialVersionUID = 1;

        @Override
        public byte[] serialize(CrayfishRecord record) {
            try {
                return CrayfishFormat.write(record);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "record cannot be written: creationTimestamp=" + record.creationTimestamp(), e);
            }
        }
    }
}
