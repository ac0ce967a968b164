package io.millrace.benchmarks.flow;

import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ScoringException;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything that the rounds of one workload stand on: a broker, the workload's home, its events in a topic, and what must
 * come out. The topic holds the same events again and again; nothing in a job tells them from new ones.
 */
final class Bed implements AutoCloseable {
    private static final Duration BROKER_STARTS_WITHIN = Duration.ofSeconds(60);
    private static final List<String> BROKER_JVM = List.of("-Xms1g", "-Xmx1g", "-Xmn768m", "-XX:+UseSerialGC");
    private static final int TELL_EVERY = 250_000;
    private static final long MOST_BYTES_IN_MEMORY = 96L << 20;
    private static final long MOST_BYTES_IN_TOPIC = 8L << 30;

    /** Kept as they were written, so that no rig pays for another decompression than it would elsewhere. */
    private static final Map<String, String> UNCOMPRESSED = Map.of("compression.type", "uncompressed");

    private final ChildJvm broker;
    private final Cores cores;
    private final Furnished furnished;
    private final Cluster cluster;
    private final List<Outbound> different;
    private final Reference reference;
    private final Consumer<String> progress;
    private int events;

    /**
     * What a bed is made for.
     *
     * @param folder new folder for the home and the broker
     * @param different most events that differ from each other
     */
    record Order(Workload workload, Path folder, int different, Cores cores, Consumer<String> progress) {}

    private Bed(Order order, ChildJvm broker, Furnished furnished, String bootstrap)
            throws ModelLoadException, ScoringException {
        this.broker = broker;
        this.cores = order.cores;
        this.furnished = furnished;
        this.cluster = new Cluster(bootstrap, Map.of());
        this.different = EventsInMemory.of(
                order.workload, Math.min(order.different, order.workload.different()), MOST_BYTES_IN_MEMORY);
        this.progress = order.progress;
        progress.accept(String.format(
                Locale.ROOT,
                "%s: scoring %,d events as the reference",
                workload().name(),
                different()));
        this.reference =
                Reference.of(order.workload, Furnished.model(furnished.home(), furnished.pipeline()), different());
    }

    static Bed make(Order order)
            throws IOException, InterruptedException, ModelLoadException, FeatureStoreException, ScoringException {
        order.progress.accept(order.workload.name() + ": setting up the broker, the model and the features");
        ChildJvm broker = ChildJvm.start(
                new ChildJvm.Program("broker", BrokerProcess.class, BROKER_JVM, List.of()),
                new ChildJvm.Place(command -> command, order.folder));
        boolean made = false;
        try {
            Furnished furnished = Furnished.in(order.folder, order.workload);
            furnished.fillFeatures();
            Bed bed = new Bed(order, broker, furnished, broker.await(BrokerProcess.BOOTSTRAP, BROKER_STARTS_WITHIN));
            Topics.create(bed.cluster, List.of(new Topics.Plan(bed.topic(), bed.partitions(), UNCOMPRESSED)));
            bed.pin();
            made = true;
            return bed;
        } finally {
            if (!made) {
                broker.close();
            }
        }
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

    /** Events that differ from each other; the reference knows them. */
    int different() {
        return different.size() * workload().rowsPerRecord();
    }

    /** Events in the topic. */
    int events() {
        return events;
    }

    /** How often an event is in the topic at most. */
    int copies() {
        return (events + different() - 1) / different();
    }

    String topic() {
        return workload().name().toLowerCase(Locale.ROOT) + ".events";
    }

    /** Writes events until the topic holds so many, or as many as there is room for. */
    void fill(int count) throws IOException {
        long bytesOfEvent =
                Math.max(1, different.stream().mapToLong(Outbound::bytes).sum() / different());
        long free = Files.getFileStore(furnished.home().root()).getUsableSpace();
        // What rigs write needs room, too.
        long most = Math.min(MOST_BYTES_IN_TOPIC, (events * bytesOfEvent + free) / 2);
        int wanted = (int) Math.min(count, most / bytesOfEvent);
        loosely(() -> write(wanted));
    }

    private void write(int wanted) {
        try (TopicWriter writer = new TopicWriter(cluster, topic())) {
            int rows = workload().rowsPerRecord();
            for (; events < wanted; events += rows) {
                if (events % TELL_EVERY < rows) {
                    progress.accept(String.format(
                            Locale.ROOT,
                            "%s: writing events, %,d of %,d",
                            workload().name(),
                            events,
                            wanted));
                }
                writer.write(different.get(events / rows % different.size()));
            }
            writer.flush();
        }
    }

    /** Does what is not measured: the broker and this process may use both cores for it. */
    void loosely(Runnable work) throws IOException {
        loosen();
        try {
            work.run();
        } finally {
            pin();
        }
    }

    /** Lets the broker and this process run on both cores. */
    void loosen() throws IOException {
        cores.loosen(ProcessHandle.current().pid(), broker.pid());
    }

    /** Lets the broker and this process run on their core only. */
    void pin() throws IOException {
        cores.pin(ProcessHandle.current().pid(), broker.pid());
    }

    /** Moves a rig and the broker to one core, and the rig's compiler to the other. */
    void leaveCoreToCompilerOf(CpuClock rig) throws IOException {
        cores.leaveToCompiler(broker.pid(), rig);
    }

    private int partitions() {
        return furnished.pipeline().kafka().partitions();
    }

    /** Ends the broker and deletes its topics; the logs stay. */
    @Override
    public void close() throws FeatureStoreException, IOException {
        try {
            furnished.close();
        } finally {
            broker.close();
            Runner.delete(furnished.home().broker());
        }
    }
}
