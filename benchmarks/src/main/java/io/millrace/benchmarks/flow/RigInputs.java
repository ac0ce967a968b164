package io.millrace.benchmarks.flow;

import io.millrace.config.BatchingConfig;
import io.millrace.config.EventsConfig;
import io.millrace.config.KafkaConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.RuntimeConfig;
import io.millrace.config.TopicsConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.JobSettings;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.models.registry.RegistrySource;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * What a rig works with.
 *
 * @param pipeline the workload's pipeline, with the topics of this round
 */
public record RigInputs(Workload workload, PipelineConfig pipeline, Cluster cluster, RegistrySource model, Home home) {

    /** The inputs of one round in a home that was set up. */
    static RigInputs of(Workload workload, Home home, RigOrder.Topics topics) {
        PipelineConfig file = Furnished.pipeline(home);
        PipelineConfig pipeline = relocated(file, topics.events(), topics.round(), file.batching(), file.runtime());
        Cluster cluster = Cluster.of(pipeline.kafka(), topics.bootstrap());
        return new RigInputs(workload, pipeline, cluster, Furnished.model(home, file), home);
    }

    /** The consumer group of a rig without a job of its own. */
    public String group() {
        return pipeline.pipeline() + ".rig";
    }

    /** The Flink settings of every rig: those of the product. */
    public Configuration settings() {
        return JobSettings.of(pipeline.runtime(), home.checkpoints(pipeline.pipeline(), "rig"), Optional.empty());
    }

    /** The same with another batching and another runtime. */
    RigInputs with(BatchingConfig batching, RuntimeConfig runtime) {
        return new RigInputs(
                workload,
                relocated(pipeline, pipeline.events().topic(), pipeline.pipeline(), batching, runtime),
                cluster,
                model,
                home);
    }

    private static PipelineConfig relocated(
            PipelineConfig file, String topic, String round, BatchingConfig batching, RuntimeConfig runtime) {
        EventsConfig events = file.events();
        return new PipelineConfig(
                round,
                new KafkaConfig(
                        KafkaConfig.EMBEDDED,
                        file.kafka().delivery(),
                        Map.of(),
                        file.kafka().partitions()),
                new TopicsConfig(
                        round + ".predictions",
                        round + ".scored",
                        round + ".reviews",
                        round + ".models",
                        round + ".quality",
                        round + ".alerts",
                        round + ".drift",
                        round + ".feedback",
                        round + ".dead-letters"),
                new EventsConfig(
                        topic,
                        events.format(),
                        events.id(),
                        events.key(),
                        events.time(),
                        events.fields(),
                        events.limits()),
                file.features(),
                file.model(),
                file.labels(),
                file.learning(),
                batching,
                file.device(),
                file.predictions(),
                file.review(),
                file.promotion(),
                file.retrain(),
                file.monitoring(),
                runtime);
    }
}
