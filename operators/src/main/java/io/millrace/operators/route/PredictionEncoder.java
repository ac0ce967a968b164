package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import org.jspecify.annotations.Nullable;

/** Writes predictions as lean JSON. Used by one thread. */
public final class PredictionEncoder {
    private static final JsonName REVIEW_FLAG = new JsonName("review", "flag");
    private static final JsonName REASON = new JsonName("reason");
    private static final JsonName MICROS_QUEUE = new JsonName("micros", "queue");
    private static final JsonName ENRICH = new JsonName("enrich");
    private static final JsonName MODEL = new JsonName("model");
    private static final JsonName BATCH = new JsonName("batch");

    private final JsonBuffer json = new JsonBuffer();
    private final PositionText ids = new PositionText();
    private final InstantText times = new InstantText();
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
        Identity identity = Identity.of(prediction, ids, times);
        json.clear();
        json.openObject();
        fields.writeIdentity(json, identity);
        fields.writeModel(json, prediction.model());
        fields.writeOutput(json, prediction.outputs());
        fields.writeFeatures(json, prediction.event().features());
        writeReview(review);
        writeCost(prediction);
        if (includeInputs) {
            fields.writeInputs(json, prediction.event());
        }
        json.closeObject();
        return new Outbound(identity.event().key().getBytes(UTF_8), json.bytes(), cloudEvents.headers(identity));
    }

    private void writeReview(ReviewRequest.@Nullable Cause review) {
        json.name(REVIEW_FLAG);
        json.truth(review != null);
        json.name(REASON);
        json.text(review == null ? null : review.name());
        json.closeObject();
    }

    private void writeCost(Prediction prediction) {
        json.name(MICROS_QUEUE);
        json.number((long) prediction.queueMicros());
        json.name(ENRICH);
        json.number((long) prediction.event().enrichMicros());
        json.name(MODEL);
        json.number((long) prediction.modelMicros());
        json.closeObject();
        json.name(BATCH);
        json.number((long) prediction.batchRows());
    }
}
