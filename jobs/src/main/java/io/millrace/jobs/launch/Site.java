package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline and the cluster its topics are on.
 *
 * @param broker the embedded broker, or null if the pipeline names a cluster
 */
record Site(
        PipelineConfig pipeline,
        Home home,
        Cluster cluster,
        @Nullable Broker broker) implements AutoCloseable {

    /**
     * Connects to the cluster that the pipeline names; finds or starts the embedded broker if it names none.
     *
     * @param port port of an embedded broker that is started here, or 0 for the last one used or any free one
     */
    static Site open(PipelineConfig pipeline, Home home, Console console, int port) throws IOException {
        if (!pipeline.kafka().embedded()) {
            Cluster cluster = Cluster.of(pipeline.kafka(), pipeline.kafka().bootstrap());
            return new Site(pipeline, home, cluster, null);
        }
        Broker broker = Broker.connectOrStart(home, port, console::say);
        return new Site(pipeline, home, Cluster.of(pipeline.kafka(), broker.bootstrap()), broker);
    }

    /** Creates the topics that the jobs of the pipeline read and write and that do not exist. */
    void createTopics(Console console) {
        List<Topics.Plan> plans = new ArrayList<>(Topics.ofScoring(pipeline));
        plans.addAll(Topics.ofViews(pipeline));
        plans.addAll(Topics.ofLearning(pipeline));
        if (!pipeline.checkedFeatures().isEmpty()) {
            plans.addAll(Topics.ofMonitoring(pipeline));
        }
        List<String> created = Topics.create(cluster, plans);
        if (!created.isEmpty()) {
            console.say("Created topics: " + String.join(", ", created));
        }
    }

    /** Keeps the embedded broker alive when the process that hosts it ends. */
    void standBy() {
        if (broker != null) {
            broker.standBy();
        }
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
    }
}
