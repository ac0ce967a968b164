package io.millrace.jobs.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.models.tensor.ArrowStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what an audit or a watcher must know of predictions, whatever their format. */
public final class PredictionReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final String output;
    private final PredictionTableReader table;

    /**
     * What is read of a prediction.
     *
     * @param predictionId the place of the event as a text
     * @param eventTimeMillis event time in epoch milliseconds
     * @param output the output that was asked for, or NaN if the prediction has none of that name
     * @param batchRows rows of the batch that it was made in, or 0 if the prediction does not say
     */
    public record Seen(String predictionId, String eventId, long eventTimeMillis, double output, int batchRows) {}

    /**
     * @param output name of the output to read: the target of a regression, or {@code probability}
     */
    public PredictionReader(String output) {
        this.output = output;
        this.table = new PredictionTableReader(output);
    }

    /** The predictions of a record, none if the bytes hold none. */
    public List<Seen> readAll(byte @Nullable [] value) {
        return value != null && ArrowStream.begins(value)
                ? table.read(value)
                : read(value).stream().toList();
    }

    /** The prediction, or nothing if the bytes are no prediction in JSON. */
    public Optional<Seen> read(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(value)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json) : Optional.empty();
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Optional<Seen> read(JsonParser json) throws IOException {
        String predictionId = "";
        String eventId = "";
        long time = 0;
        double number = Double.NaN;
        int rows = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "prediction_id" -> predictionId = json.getText();
                case "event_id" -> eventId = json.getText();
                case "event_time" -> time = Instant.parse(json.getText()).toEpochMilli();
                case "output" -> number = readOutput(json);
                case "batch" -> rows = json.getValueAsInt();
                default -> json.skipChildren();
            }
        }
        return predictionId.isEmpty()
                ? Optional.empty()
                : Optional.of(new Seen(predictionId, eventId, time, number, rows));
    }

    private double readOutput(JsonParser json) throws IOException {
        double number = Double.NaN;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals(output) && token.isNumeric()) {
                number = json.getDoubleValue();
            } else {
                json.skipChildren();
            }
        }
        return number;
    }
}
