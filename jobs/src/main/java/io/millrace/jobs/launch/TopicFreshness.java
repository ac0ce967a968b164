package io.millrace.jobs.launch;

import io.millrace.config.FeatureBank;
import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.ClusterException;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.operators.record.FeatureHeaders;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** How new the values of views are that arrive on topics. */
final class TopicFreshness {
    private final FeatureBank bank;
    private final Home home;

    TopicFreshness(FeatureBank bank, Home home) {
        this.bank = bank;
        this.home = home;
    }

    /** The time of the newest values, or why it is not known. */
    record Answer(Optional<Instant> newest, String otherwise) {
        static Answer not(String why) {
            return new Answer(Optional.empty(), why);
        }
    }

    /** Asks the cluster of a pipeline that uses the view. A broker that does not run is not started for it. */
    Answer of(ViewConfig view, ViewConfig.Streamed source) throws IOException {
        Optional<PipelineConfig> user = bank.pipelines().stream()
                .filter(pipeline -> pipeline.features().stream()
                        .anyMatch(feature -> feature.view().equals(view)))
                .findFirst();
        if (user.isEmpty()) {
            return Answer.not("unknown: no pipeline uses the view, and so says where its topic is");
        }
        Optional<String> bootstrap = user.get().kafka().embedded()
                ? Broker.running(home)
                : Optional.of(user.get().kafka().bootstrap());
        if (bootstrap.isEmpty()) {
            return Answer.not("unknown: the embedded broker does not run");
        }
        Cluster cluster = Cluster.of(user.get().kafka(), bootstrap.get());
        try (TopicReader topic = new TopicReader(cluster, source.topic())) {
            OptionalLong newest =
                    topic.last().stream().mapToLong(FeatureHeaders::timeMillis).max();
            return newest.isEmpty()
                    ? Answer.not("no values")
                    : new Answer(Optional.of(Instant.ofEpochMilli(newest.getAsLong())), "");
        } catch (ClusterException e) {
            return Answer.not("unknown: " + e.getMessage());
        }
    }
}
