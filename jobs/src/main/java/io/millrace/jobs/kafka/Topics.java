package io.millrace.jobs.kafka;

import io.millrace.config.FeatureConfig;
import io.millrace.config.LabelsConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.TopicsConfig;
import io.millrace.config.ViewConfig;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a pipeline: which there should be, and their creation. */
public final class Topics {
    /** A dead letter carries the original record and its cause; larger than any event that is accepted. */
    private static final Map<String, String> LARGE = Map.of("max.message.bytes", Integer.toString(8 << 20));

    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    private static final Duration POLL = Duration.ofMillis(20);

    private Topics() {}

    /** A topic as it would be created, with the settings that differ from the cluster's defaults. */
    public record Plan(String name, int partitions, Map<String, String> settings) {

        public Plan {
            settings = Map.copyOf(settings);
        }
    }

    /** What the scoring job of a pipeline reads and writes. */
    public static List<Plan> ofScoring(PipelineConfig pipeline) {
        int partitions = pipeline.kafka().partitions();
        TopicsConfig names = pipeline.topics();
        List<Plan> plans = new ArrayList<>(List.of(
                new Plan(pipeline.events().topic(), partitions, LARGE),
                new Plan(names.predictions(), partitions, LARGE),
                new Plan(names.deadLetters(), partitions, LARGE),
                new Plan(names.scored(), partitions, LARGE),
                new Plan(names.reviews(), partitions, LARGE),
                ofModels(names.models())));
        for (FeatureConfig feature : pipeline.features()) {
            if (feature.view().source() instanceof ViewConfig.Streamed source) {
                plans.add(new Plan(source.topic(), partitions, COMPACTED));
            }
            String changes = feature.view().cache().changes();
            if (changes != null && plans.stream().noneMatch(plan -> plan.name().equals(changes))) {
                plans.add(new Plan(changes, partitions, COMPACTED));
            }
        }
        return plans;
    }

    /** The topic on which jobs hear of models. */
    static Plan ofModels(String topic) {
        return new Plan(topic, 1, COMPACTED);
    }

    /** What the jobs read and write that compute views of a pipeline. */
    public static List<Plan> ofViews(PipelineConfig pipeline) {
        int partitions = pipeline.kafka().partitions();
        List<Plan> plans = new ArrayList<>();
        for (ViewConfig view : pipeline.computedViews()) {
            ViewConfig.Stream source = view.stream();
            plans.add(new Plan(source.events().topic(), partitions, LARGE));
            plans.add(new Plan(source.topic(), partitions, COMPACTED));
            plans.add(new Plan(source.deadLetters(), partitions, LARGE));
        }
        return plans;
    }

    /** What the job that learns reads and writes; nothing if the pipeline has no labels. */
    public static List<Plan> ofLearning(PipelineConfig pipeline) {
        LabelsConfig labels = pipeline.labels();
        if (labels == null) {
            return List.of();
        }
        int partitions = pipeline.kafka().partitions();
        return List.of(
                new Plan(labels.topic(), partitions, LARGE),
                new Plan(pipeline.topics().feedback(), partitions, Map.of()),
                new Plan(pipeline.topics().quality(), partitions, Map.of()),
                ofModels(pipeline.topics().models()),
                new Plan(pipeline.topics().deadLetters(), partitions, LARGE));
    }

    /** What the job that watches a pipeline writes. */
    public static List<Plan> ofMonitoring(PipelineConfig pipeline) {
        int partitions = pipeline.kafka().partitions();
        return List.of(
                new Plan(pipeline.topics().quality(), partitions, Map.of()),
                new Plan(pipeline.topics().alerts(), partitions, Map.of()));
    }

    /**
     * Creates the topics that do not exist and waits until their partitions can be written; an existing one is left as it
     * is. A producer that writes earlier may lose its first batch (KAFKA-15591): the leader refuses it, takes the second,
     * and from then on refuses the first as out of order.
     *
     * @param plans of two for one topic the first counts
     * @return the names of the topics that were created
     * @throws ClusterException if the cluster does not answer or refuses
     */
    public static List<String> create(Cluster cluster, List<Plan> plans) {
        Admin admin = admin(cluster);
        try {
            Set<String> existing = cluster.await(admin.listTopics().names(), "topics cannot be listed: ");
            Map<String, NewTopic> missing = new LinkedHashMap<>();
            for (Plan plan : plans) {
                if (!existing.contains(plan.name())) {
                    missing.putIfAbsent(plan.name(), newTopic(plan));
                }
            }
            List<String> created = new ArrayList<>();
            admin.createTopics(missing.values()).values().forEach((name, outcome) -> {
                if (created(cluster, outcome, name)) {
                    created.add(name);
                }
            });
            awaitLeaders(cluster, admin, created.stream().map(missing::get).toList());
            return created;
        } finally {
            admin.close(Cluster.CLOSES_WITHIN);
        }
    }

    /* Only the leader of a partition knows where it ends. */
    private static void awaitLeaders(Cluster cluster, Admin admin, List<NewTopic> topics) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long deadline = Ticker.system().nanos() + Cluster.PATIENCE.toNanos();
        while (!haveLeaders(cluster, admin, ends, deadline)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /* The client gives up at once if the broker does not know of the topic yet. False if that is so and there is time. */
    private static boolean haveLeaders(
            Cluster cluster, Admin admin, Map<TopicPartition, OffsetSpec> ends, long deadline) {
        try {
            cluster.await(
                    admin.listOffsets(ends).all(), "new topics have no leader: partitions=" + ends.keySet() + ", ");
            return true;
        } catch (ClusterException e) {
            if (e.getCause() instanceof RetriableException && Ticker.system().nanos() < deadline) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Whether there is a topic.
     *
     * @throws ClusterException if the cluster does not answer or refuses
     */
    public static boolean exists(Cluster cluster, String topic) {
        Admin admin = admin(cluster);
        try {
            return cluster.await(admin.listTopics().names(), "topics cannot be listed: ")
                    .contains(topic);
        } finally {
            admin.close(Cluster.CLOSES_WITHIN);
        }
    }

    /**
     * Deletes topics with everything in them.
     *
     * @throws ClusterException if the cluster does not answer or refuses
     */
    public static void delete(Cluster cluster, List<String> names) {
        Admin admin = admin(cluster);
        try {
            cluster.await(admin.deleteTopics(names).all(), "topics cannot be deleted: topics=" + names + ", ");
        } finally {
            admin.close(Cluster.CLOSES_WITHIN);
        }
    }

    private static Admin admin(Cluster cluster) {
        return cluster.open(() -> Admin.create(cluster.client()));
    }

    private static NewTopic newTopic(Plan plan) {
        return new NewTopic(plan.name(), Optional.of(plan.partitions()), Optional.empty()).configs(plan.settings());
    }

    private static boolean created(Cluster cluster, KafkaFuture<Void> outcome, String name) {
        try {
            cluster.await(outcome, "topic cannot be created: topic=" + name + ", ");
            return true;
        } catch (ClusterException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }
}
