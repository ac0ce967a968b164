package io.millrace.benchmarks.flow;

import io.millrace.config.KafkaConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ScoringException;
import io.millrace.operators.enrich.FeatureStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Everything that the rounds of one workload stand on: its home, its events in topics, and what must come out. */
final class Bed implements AutoCloseable {
    private static final int TELL_EVERY = 100_000;

    /** Kept as they were written, so that no rig pays for another decompression than it would elsewhere. */
    private static final Map<String, String> UNCOMPRESSED = Map.of("compression.type", "uncompressed");

    private final Furnished furnished;
    private final Cluster cluster;
    private final int events;
    private final Reference reference;
    private final Consumer<String> progress;
    private final Set<Integer> loaded = new HashSet<>();

    /**
     * What a bed is made for.
     *
     * @param folder new folder for the home
     * @param events most events of a round that are measured; as many again go before them
     */
    record Order(Workload workload, Path folder, String bootstrap, int events) {}

    private Bed(Furnished furnished, Order order, Reference reference, Consumer<String> progress) {
        this.furnished = furnished;
        this.cluster = Cluster.of(furnished.pipeline().kafka(), order.bootstrap);
        this.events = order.events;
        this.reference = reference;
        this.progress = progress;
    }

    static Bed make(Order order, Consumer<String> progress)
            throws IOException, ModelLoadException, FeatureStoreException, ScoringException {
        progress.accept(order.workload.name() + ": setting up the model and the features");
        Furnished furnished = Furnished.in(order.folder, order.workload);
        furnished.fillFeatures();
        progress.accept(String.format(
                Locale.ROOT, "%s: scoring %,d events as the reference", order.workload.name(), 2 * order.events));
        Reference reference =
                Reference.of(order.workload, Furnished.model(furnished.home(), furnished.pipeline()), 2 * order.events);
        return new Bed(furnished, order, reference, progress);
    }

    Workload workload() {
        return furnished.workload();
    }

    Furnished furnished() {
        return furnished;
    }

    Cluster cluster() {
        return cluster;
    }

    Reference reference() {
        return reference;
    }

    /** Events of a round of a rig: those that warm it up, and as many that are measured. */
    int events(Rig.Stream rig) {
        return 2 * Math.max(1, (int) (events * rig.share()));
    }

    /** The topic with the first events, which is written when it is asked for first. */
    String topic(int count) {
        String topic = workload().name().toLowerCase(Locale.ROOT) + ".events-" + count;
        if (loaded.add(count)) {
            Topics.create(cluster, List.of(new Topics.Plan(topic, partitions(), UNCOMPRESSED)));
            load(topic, count);
        }
        return topic;
    }

    private void load(String topic, int count) {
        try (TopicWriter writer = new TopicWriter(cluster, topic)) {
            for (int i = 0; i < count; i++) {
                if (i % TELL_EVERY == 0) {
                    progress.accept(String.format(
                            Locale.ROOT,
                            "%s: writing events, %,d of %,d",
                            workload().name(),
                            i,
                            count));
                }
                writer.write(workload().event(i));
            }
            writer.flush();
        }
    }

    private int partitions() {
        PipelineConfig pipeline = furnished.pipeline();
        KafkaConfig kafka = pipeline.kafka();
        return kafka.partitions();
    }

    @Override
    public void close() throws FeatureStoreException {
        furnished.close();
    }
}
