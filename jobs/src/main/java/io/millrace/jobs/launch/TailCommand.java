package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.TopicsConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.operators.record.RawEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a topic. */
@Command(
        name = "tail",
        description = "Show a topic of a pipeline from its beginning, and then what arrives.",
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
    private static final String CAUSE = "__millrace.errors.";
    private static final List<String> PREDICTION = List.of(
            "event_time",
            "prediction_id",
            "event_id",
            "key",
            "output.",
            "confidence",
            "model",
            "version",
            "features.status",
            "reason",
            "review.reason",
            "answer_until",
            "batch");

    private static final List<String> QUALITY = List.of(
            "time",
            "version",
            "variant",
            "slice",
            "scored",
            "labels",
            "absent",
            "coverage",
            "maturity",
            "fading.",
            "minute",
            "feature",
            "rows",
            "mismatch",
            "missing",
            "extra",
            "behind",
            "unchecked",
            "smape",
            "age_p50_ms",
            "age_p99_ms");
    private static final List<String> FEEDBACK = List.of(
            "event_time",
            "prediction_id",
            "event_id",
            "key",
            "kind",
            "label",
            "replaced",
            "output",
            "weight",
            "source",
            "delay_ms",
            "maturity",
            "model.version",
            "model.variant");
    private static final List<String> ALERT = List.of("since", "feature", "state", "measure", "value", "bound", "rows");

    private static final List<String> DRIFT =
            List.of("time", "model", "feature", "statistic", "state", "value", "bound", "rows", "since");

    private static final Map<String, Function<PipelineConfig, String>> TOPICS = new TreeMap<>(Map.of(
            "events", pipeline -> pipeline.events().topic(),
            "predictions", topic(TopicsConfig::predictions),
            "dead-letters", topic(TopicsConfig::deadLetters),
            "scored", topic(TopicsConfig::scored),
            "reviews", topic(TopicsConfig::reviews),
            "models", topic(TopicsConfig::models),
            "quality", topic(TopicsConfig::quality),
            "alerts", topic(TopicsConfig::alerts),
            "drift", topic(TopicsConfig::drift),
            "feedback", topic(TopicsConfig::feedback)));

    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline file = new Pipeline();

    @Parameters(
            index = "1",
            paramLabel = "TOPIC",
            description =
                    "events, predictions, dead-letters, scored, reviews, models, quality, alerts, drift or feedback")
    private String kind = "";

    @Option(names = "--until-end", description = "stop at the end that the topic has now")
    private boolean untilEnd;

    @Option(names = "--json", description = "print one JSON object a line")
    private boolean json;

    TailCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() throws Exception {
        Function<PipelineConfig, String> topic = TOPICS.get(kind);
        if (topic == null) {
            throw new WrongUse("no such topic: topic=" + kind + ", topics=" + TOPICS.keySet());
        }
        PipelineConfig pipeline = file.read(home);
        Ending.listening(ENDS_WITHIN);
        try (Site site = Site.open(pipeline, home, console, 0);
                TopicReader reader = new TopicReader(site.cluster(), topic.apply(pipeline));
                ScoredLines scored = new ScoredLines()) {
            RecordLines lines = kind.equals("scored") ? scored : lines(scored);
            Consumer<RawEvent> print =
                    record -> (json ? lines.forPrograms(record) : lines.forPeople(record)).forEach(console::print);
            reader.readToEnd(print, () -> !Ending.requested());
            if (!untilEnd) {
                reader.follow(print, () -> !Ending.requested());
            }
        }
        return ExitCode.OK;
    }

    private RecordLines lines(ScoredLines tables) {
        return switch (kind) {
            case "predictions" -> tables.orElse(RecordLines.ofJson(PREDICTION));
            case "reviews" -> RecordLines.ofJson(PREDICTION);
            case "models" -> RecordLines.ofJson(List.of("model", "version", "epoch"));
            case "quality" -> RecordLines.ofJson(QUALITY);
            case "feedback" -> RecordLines.ofJson(FEEDBACK);
            case "alerts" -> RecordLines.ofJson(ALERT);
            case "drift" -> RecordLines.ofJson(DRIFT);
            case "dead-letters" -> RecordLines.asItIs(CAUSE);
            default -> RecordLines.asItIs("");
        };
    }

    private static Function<PipelineConfig, String> topic(Function<TopicsConfig, String> name) {
        return pipeline -> name.apply(pipeline.topics());
    }
}
