package io.millrace.benchmarks.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.models.tensor.ArrowStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of the event that it answers.
 *
 * @param predictionId names the position of the event; null if such records have no prediction id
 * @param eventId the id that the event itself has
 * @param outputs what the model gave, or null if the record does not say
 */
public record Answer(@Nullable String predictionId, String eventId, float @Nullable [] outputs) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_OUTPUTS = 16;

    /** Finds the answer in a record. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Reads the value of a record.
         *
         * @throws IOException if it is no answer; so does any number that cannot be read
         */
        Answer read(byte[] value) throws IOException;

        /**
         * Reads the value of a record that may hold several answers.
         *
         * @throws IOException as {@link #read}
         */
        default List<Answer> readAll(byte[] value) throws IOException {
            return ArrowStream.begins(value) ? AnswerTable.read(value) : List.of(read(value));
        }
    }

    /** The answer in a prediction as Millrace writes it. */
    static Answer ofPrediction(byte[] value) throws IOException {
        String predictionId = "";
        String eventId = "";
        float[] outputs = null;
        try (JsonParser json = JSON.createParser(value)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "prediction_id" -> predictionId = json.getText();
                    case "event_id" -> eventId = json.getText();
                    case "output" -> outputs = numbers(json);
                    default -> json.skipChildren();
                }
            }
        }
        return new Answer(predictionId, eventId, outputs);
    }

    /** Every number within the object. */
    private static float[] numbers(JsonParser json) throws IOException {
        float[] numbers = new float[MOST_OUTPUTS];
        int count = 0;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                break;
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric() && count < numbers.length) {
                numbers[count] = json.getFloatValue();
                count++;
            }
        }
        return Arrays.copyOf(numbers, count);
    }
}
