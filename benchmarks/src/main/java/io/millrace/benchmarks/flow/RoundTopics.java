package io.millrace.benchmarks.flow;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.SourceProgress;
import io.millrace.jobs.kafka.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The topics that one round writes; the broker stamps each prediction with the time at which it arrived. */
final class RoundTopics implements AutoCloseable {
    /** The setting of a topic that makes the broker stamp each record with the time at which it took it. */
    static final Map<String, String> STAMPED = Map.of("message.timestamp.type", "LogAppendTime");

    private final Cluster cluster;
    private final PipelineConfig pipeline;
    private final SourceProgress progress;

    RoundTopics(RigInputs inputs) {
        this.cluster = inputs.cluster();
        this.pipeline = inputs.pipeline();
        Topics.create(cluster, plans());
        this.progress = new SourceProgress(cluster, predictions(), inputs.group());
    }

    String predictions() {
        return pipeline.topics().predictions();
    }

    /** Predictions that have been written. */
    long written() {
        return progress.look().ends().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private List<Topics.Plan> plans() {
        List<Topics.Plan> plans = new ArrayList<>();
        for (Topics.Plan plan : Topics.ofScoring(pipeline)) {
            Map<String, String> settings = new HashMap<>(plan.settings());
            if (plan.name().equals(predictions())) {
                settings.putAll(STAMPED);
            }
            if (!plan.name().equals(pipeline.events().topic())) {
                plans.add(new Topics.Plan(plan.name(), plan.partitions(), settings));
            }
        }
        return plans;
    }

    @Override
    public void close() {
        progress.close();
        Topics.delete(cluster, plans().stream().map(Topics.Plan::name).toList());
    }
}
