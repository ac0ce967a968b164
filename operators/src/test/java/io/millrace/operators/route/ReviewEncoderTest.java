package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.ModelConfig.Task;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import io.millrace.operators.record.ScoredBatch;
import org.junit.jupiter.api.Test;

class ReviewEncoderTest {
    private final ReviewEncoder encoder = new ReviewEncoder(Predictions.settings(Task.BINARY));

    @Test
    void writesWhatAPersonNeeds() {
        Outbound outbound = encoder.encode(request(Predictions.prediction(42, 0.5f)));
        assertThat(outbound.key()).isEqualTo("listings-3-42".getBytes(UTF_8));
        assertThat(PredictionEncoderTest.text(outbound))
                .isEqualTo("{\"prediction_id\":\"listings-3-42\",\"event_id\":\"7129300520\",\"key\":\"98178\","
                        + "\"event_time\":\"2014-10-13T00:00:00Z\",\"reason\":\"LOW_CONFIDENCE\","
                        + "\"answer_until\":\"2014-10-14T00:00:00Z\",\"model\":\"house-price\",\"version\":7,"
                        + "\"artefact\":\"0123456789ab\",\"variant\":\"champion\",\"propensity\":1.0,"
                        + "\"output\":{\"probability\":0.5},\"confidence\":0.5,"
                        + "\"features\":{\"status\":\"STALE\",\"age_ms\":86400000,\"degraded\":false},"
                        + "\"inputs\":{\"sqft\":1180.5,\"bedrooms\":3,\"waterfront\":true,\"zip\":\"98178\","
                        + "\"photo\":[0.5,-1.0],\"market.median\":null}}");
        assertThat(PredictionEncoderTest.headers(outbound))
                .contains("ce_source=/millrace/house-prices/reviews", "ce_type=io.millrace.reviews.v1");
    }

    @Test
    void leavesOutInputsThatAreTooLarge() {
        Prediction wide = Predictions.prediction(Predictions.event(42, new float[400_000], "98178"), 0.5f);
        Outbound outbound = encoder.encode(request(wide));
        assertThat(outbound.bytes()).isLessThan(Outbound.MAX_BYTES);
        assertThat(PredictionEncoderTest.text(outbound)).endsWith("\"inputs\":null}");
    }

    @Test
    void scoredBatchesKeepTheirBytes() {
        byte[] arrow = {1, 2, 3};
        Outbound outbound = new ScoredEncoder("house-prices").encode(new ScoredBatch(5, arrow));
        assertThat(outbound.value()).isSameAs(arrow);
        assertThat(outbound.key()).isNull();
        assertThat(PredictionEncoderTest.headers(outbound))
                .isEqualTo("ce_specversion=1.0, ce_id=039058c6f2c0cb492c533b0a4d14ef77, "
                        + "ce_source=/millrace/house-prices/scored, ce_type=io.millrace.scored.v1, "
                        + "content-type=application/vnd.apache.arrow.stream, millrace_rows=5");
    }

    private static ReviewRequest request(Prediction prediction) {
        return new ReviewRequest(prediction, ReviewRequest.Cause.LOW_CONFIDENCE, Predictions.EVENT_TIME + 86_400_000);
    }
}
