package io.millrace.jobs.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.FieldType;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Outbound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pipeline that is quick to run: one number in, {@code y = 2x + 1} out. */
final class SmallPipeline {
    static final String EVENTS = "points";
    static final String PREDICTIONS = "small.predictions";

    private final Home home;
    private final Path file;

    private SmallPipeline(Home home, Path file) {
        this.home = home;
        this.file = file;
    }

    /** Writes the file and publishes the model. */
    static SmallPipeline create(Home home, String delivery) throws Exception {
        return create(home, delivery, "json", "json");
    }

    /** Writes the file, with the formats of events and of predictions, and publishes the model. */
    static SmallPipeline create(Home home, String delivery, String events, String predictions) throws Exception {
        Path file = home.root().resolve("small.yaml");
        Files.createDirectories(home.root());
        Files.writeString(file, """
                pipeline: small
                kafka: { delivery: %s }
                events:
                  topic: points
                  format: %s
                  id: id
                  key: zone
                  time: { field: at }
                  fields:
                    zone: { type: category, input: false }
                    x: { type: float, min: -1000000, max: 1000000 }
                model: { name: line, task: regression, target: y }
                predictions: { format: %s }
                review: { audit-rate: 0.1 }
                runtime: { checkpoint-interval: 300ms }
                """.formatted(delivery, events, predictions));
        publish(home);
        return new SmallPipeline(home, file);
    }

    /** Publishes a version of the model, the first one or one more. */
    static void publish(Home home) throws Exception {
        ColumnEncoding x = new ColumnEncoding("x", Numeric.raw(0, /* indicator= */ false));
        new LinearModel("line", "y", new Schema(List.of(new Column("x", FieldType.FLOAT, 1))), List.of(x))
                .publish(home, new float[] {2, 1}, Values.ofNumbers(3));
    }

    Home home() {
        return home;
    }

    String file() {
        return file.toString();
    }

    /** Where {@code run} keeps its checkpoints. */
    Path checkpoints() {
        return home.checkpoints("small", "score");
    }

    /** Creates the topics of events and of predictions, and opens the first for writing. */
    static TopicWriter writer(String bootstrap) {
        Cluster cluster = new Cluster(bootstrap, Map.of());
        Topics.create(
                cluster, List.of(new Topics.Plan(EVENTS, 2, Map.of()), new Topics.Plan(PREDICTIONS, 2, Map.of())));
        return new TopicWriter(cluster, EVENTS);
    }

    /** A good event. */
    static Outbound event(int i) {
        String zone = "z" + i % 20;
        String json = "{\"id\":\"e" + i + "\",\"zone\":\"" + zone + "\",\"at\":" + (1_700_000_000_000L + i) + ",\"x\":"
                + i + ".5}";
        return new Outbound(zone.getBytes(UTF_8), json.getBytes(UTF_8), List.of());
    }

    /** An event that is none. */
    static Outbound broken(int i) {
        return new Outbound(("z" + i % 20).getBytes(UTF_8), "{\"id\":".getBytes(UTF_8), List.of());
    }
}
