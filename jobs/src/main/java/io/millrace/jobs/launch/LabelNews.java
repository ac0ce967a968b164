package io.millrace.jobs.launch;

import io.millrace.models.learn.KnownLabels.News;
import io.millrace.models.learn.KnownLabels.Times;
import io.millrace.operators.record.Feedback.Kind;
import io.millrace.operators.record.RawEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a record of the feedback topic says about the label of a prediction. */
final class LabelNews {
    private LabelNews() {}

    /**
     * What the record says; nothing if it is no feedback.
     *
     * @throws CommandFailure if it is, but not as the learn job writes it
     */
    static Optional<News> read(RawEvent record) {
        return Optional.ofNullable(record.value())
                .flatMap(JsonFields::read)
                .filter(fields -> fields.containsKey("kind") && fields.containsKey("prediction_id"))
                .map(fields -> of(fields, record));
    }

    private static News of(Map<String, String> fields, RawEvent record) {
        try {
            long event = Instant.parse(fields.getOrDefault("event_time", "")).toEpochMilli();
            long delay = Long.parseLong(fields.getOrDefault("delay_ms", "0"));
            return new News(
                    fields.getOrDefault("prediction_id", ""),
                    Integer.parseInt(fields.getOrDefault("model.version", "")),
                    new Times(event, event + delay),
                    fields.get("label"),
                    Kind.TRUTH.name().equals(fields.get("kind")));
        } catch (RuntimeException e) {
            throw new CommandFailure(
                    "record is no feedback: position=" + record.position() + ", cause=" + e.getMessage(), e);
        }
    }
}
