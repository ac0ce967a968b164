package io.millrace.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.EventsConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.tensor.TableReader;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.util.List;
import java.util.function.Consumer;

/** Proves from the topics of a pipeline what became of every event. */
public final class Audit {
    private static final String CAUSE = "__millrace.errors.";

    private final Cluster cluster;
    private final PipelineConfig pipeline;
    private final Consumer<String> say;

    /**
     * @param say told what is read
     */
    public Audit(Cluster cluster, PipelineConfig pipeline, Consumer<String> say) {
        this.cluster = cluster;
        this.pipeline = pipeline;
        this.say = say;
    }

    /**
     * Reads all three topics as far as they are committed.
     *
     * @param predictions shown the first prediction of every event
     * @param listed most ids of missing events that are listed
     */
    public Ledger.Balance balance(Consumer<PredictionReader.Seen> predictions, int listed) {
        Ledger ledger = new Ledger(pipeline.events().topic(), listed);
        readInputs(ledger);
        readPredictions(ledger, predictions);
        readDeadLetters(ledger);
        return ledger.balance();
    }

    private void readInputs(Ledger ledger) {
        say.accept("Reading the events: topic=" + pipeline.events().topic());
        try (TopicReader reader = new TopicReader(cluster, pipeline.events().topic())) {
            reader.bounds().forEach((partition, bounds) -> ledger.partition(partition, bounds.first(), bounds.end()));
            reader.readToEnd(record -> enter(ledger, record));
        }
    }

    private void enter(Ledger ledger, RawEvent record) {
        Position position = record.position();
        byte[] value = record.value();
        int rows = pipeline.events().format() == EventsConfig.Format.ARROW && value != null
                ? TableReader.rows(value, pipeline.events().limits().maxRows())
                : 0;
        if (rows > 0) {
            ledger.rows(position.partition(), position.offset(), rows);
        } else {
            ledger.input(position.partition(), position.offset());
        }
    }

    private void readPredictions(Ledger ledger, Consumer<PredictionReader.Seen> predictions) {
        String topic = pipeline.topics().predictions();
        say.accept("Reading the predictions: topic=" + topic);
        PredictionReader parser = new PredictionReader(output());
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            reader.readToEnd(record -> {
                List<PredictionReader.Seen> all = parser.readAll(record.value());
                if (all.isEmpty()) {
                    ledger.stray(record.position().toString());
                }
                for (PredictionReader.Seen seen : all) {
                    if (ledger.prediction(seen.predictionId(), seen.eventId())) {
                        predictions.accept(seen);
                    }
                }
            });
        }
    }

    private void readDeadLetters(Ledger ledger) {
        String topic = pipeline.topics().deadLetters();
        say.accept("Reading the dead letters: topic=" + topic);
        try (TopicReader reader = new TopicReader(cluster, topic)) {
            // What is wrong with the values of a view is no event.
            reader.readToEnd(record -> {
                if (cause(record, "topic").equals(pipeline.events().topic())) {
                    ledger.deadLetter(predictionId(record), cause(record, "reason"));
                }
            });
        }
    }

    private String output() {
        return switch (pipeline.model().task()) {
            case REGRESSION, VECTOR -> pipeline.model().target();
            case BINARY -> "probability";
            case MULTICLASS -> "class";
        };
    }

    private static String predictionId(RawEvent letter) {
        String place = cause(letter, "topic") + "-" + cause(letter, "partition") + "-" + cause(letter, "offset");
        return letter.header(CAUSE + "row") == null ? place : place + "-" + cause(letter, "row");
    }

    private static String cause(RawEvent record, String name) {
        byte[] value = record.header(CAUSE + name);
        return value == null ? "UNKNOWN" : new String(value, UTF_8);
    }
}
