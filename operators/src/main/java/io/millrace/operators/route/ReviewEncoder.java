package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import java.io.IOException;
import java.time.Instant;

/** Writes review requests as JSON, with everything a person needs to judge the prediction. Used by one thread. */
final class ReviewEncoder {
    private final JsonBuffer buffer = new JsonBuffer();
    private final PredictionFields fields;
    private final CloudEvents cloudEvents;

    ReviewEncoder(RouteSettings settings) {
        this.fields = new PredictionFields(settings);
        this.cloudEvents = new CloudEvents(settings.pipeline(), "reviews", CloudEvents.JSON);
    }

    /** The record of a request; inputs that would make it too large are null. */
    Outbound encode(ReviewRequest request) {
        Outbound whole = encode(request, /* withInputs= */ true);
        return whole.bytes() <= Outbound.MAX_BYTES ? whole : encode(request, /* withInputs= */ false);
    }

    private Outbound encode(ReviewRequest request, boolean withInputs) {
        Event event = request.prediction().event().event();
        String id = request.prediction().id();
        return new Outbound(
                id.getBytes(UTF_8),
                buffer.object(json -> write(json, request, withInputs)),
                cloudEvents.headers(id, event.timeMillis(), event.raw()));
    }

    private void write(JsonGenerator json, ReviewRequest request, boolean withInputs) throws IOException {
        Prediction prediction = request.prediction();
        fields.writeIdentity(json, prediction);
        json.writeStringField("reason", request.cause().name());
        json.writeStringField(
                "answer_until", Instant.ofEpochMilli(request.deadlineMillis()).toString());
        fields.writeModel(json, prediction.model());
        fields.writeOutput(json, prediction.outputs());
        fields.writeFeatures(json, prediction.event().features());
        if (withInputs) {
            fields.writeInputs(json, prediction.event());
        } else {
            json.writeNullField("inputs");
        }
    }
}
