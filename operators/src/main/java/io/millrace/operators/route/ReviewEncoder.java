package io.millrace.operators.route;

import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;

/** Writes review requests as JSON, with everything a person needs to judge the prediction. Used by one thread. */
final class ReviewEncoder {
    private static final JsonName REASON = new JsonName("reason");
    private static final JsonName ANSWER_UNTIL = new JsonName("answer_until");

    private final JsonBuffer json = new JsonBuffer();
    private final PositionText ids = new PositionText();
    private final InstantText times = new InstantText();
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
        Prediction prediction = request.prediction();
        Identity identity = Identity.of(prediction, ids, times);
        json.clear();
        json.openObject();
        fields.writeIdentity(json, identity);
        json.name(REASON);
        json.text(request.cause().name());
        json.name(ANSWER_UNTIL);
        json.plainText(times.of(request.deadlineMillis()));
        fields.writeModel(json, prediction.model());
        fields.writeOutput(json, prediction.outputs());
        fields.writeFeatures(json, prediction.event().features());
        fields.writeInputs(json, withInputs ? prediction.event() : null);
        json.closeObject();
        return new Outbound(identity.id(), json.bytes(), cloudEvents.headers(identity));
    }
}
