package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes predictions as lean JSON. Used by one thread. */
public final class PredictionEncoder {
    private final JsonBuffer buffer = new JsonBuffer();
    private final PredictionFields fields;
    private final CloudEvents cloudEvents;
    private final boolean includeInputs;

    public PredictionEncoder(RouteSettings settings) {
        this.fields = new PredictionFields(settings);
        this.cloudEvents = new CloudEvents(settings.pipeline(), "predictions", CloudEvents.JSON);
        this.includeInputs = settings.predictions().includeFeatures();
    }

    /**
     * The record of a prediction.
     *
     * @param review why a person should look at it, or null
     */
    public Outbound encode(Prediction prediction, ReviewRequest.@Nullable Cause review) {
        Event event = prediction.event().event();
        return new Outbound(
                event.key().getBytes(UTF_8),
                buffer.object(json -> write(json, prediction, review)),
                cloudEvents.headers(prediction.id(), event.timeMillis(), event.raw()));
    }

    private void write(JsonGenerator json, Prediction prediction, ReviewRequest.@Nullable Cause review)
            throws IOException {
        fields.writeIdentity(json, prediction);
        fields.writeModel(json, prediction.model());
        fields.writeOutput(json, prediction.outputs());
        fields.writeFeatures(json, prediction.event().features());
        json.writeObjectFieldStart("review");
        json.writeBooleanField("flag", review != null);
        json.writeStringField("reason", review == null ? null : review.name());
        json.writeEndObject();
        json.writeObjectFieldStart("micros");
        json.writeNumberField("queue", prediction.queueMicros());
        json.writeNumberField("enrich", prediction.event().enrichMicros());
        json.writeNumberField("model", prediction.modelMicros());
        json.writeEndObject();
        json.writeNumberField("batch", prediction.batchRows());
        if (includeInputs) {
            fields.writeInputs(json, prediction.event());
        }
    }
}
