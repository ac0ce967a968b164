package io.millrace.operators.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.ModelConfig.Task;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReviewPolicyTest {

    @Test
    void sendsPredictionsBelowTheDemandedConfidence() {
        ReviewPolicy policy = new ReviewPolicy(Predictions.reviewed(Predictions.settings(Task.BINARY), 0.7, 0));
        assertThat(decide(policy, Predictions.prediction(1, 0.31f)))
                .extracting(ReviewRequest::cause)
                .isEqualTo(ReviewRequest.Cause.LOW_CONFIDENCE);
        assertThat(decide(policy, Predictions.prediction(1, 0.29f))).isNull();
        assertThat(decide(policy, Predictions.prediction(1, 0.71f))).isNull();
    }

    @Test
    void aRegressionHasNoConfidenceToFallShort() {
        ReviewPolicy policy = new ReviewPolicy(Predictions.reviewed(Predictions.settings(Task.REGRESSION), 0.99, 0));
        assertThat(decide(policy, Predictions.prediction(1, 0.5f))).isNull();
    }

    @Test
    void auditsTheAskedShareAndAlwaysTheSameIds() {
        RouteSettings settings = Predictions.reviewed(Predictions.settings(Task.REGRESSION), null, 0.05);
        ReviewPolicy policy = new ReviewPolicy(settings);
        ReviewPolicy again = new ReviewPolicy(settings);
        int audited = 0;
        for (long offset = 0; offset < 20_000; offset++) {
            ReviewRequest request = decide(policy, Predictions.prediction(offset, 1));
            assertThat(decide(again, Predictions.prediction(offset, 2)) == null).isEqualTo(request == null);
            audited += request == null ? 0 : 1;
        }
        assertThat(audited).isBetween(900, 1_100);
    }

    @Test
    void anAnswerIsOfUseForAWeek() {
        ReviewPolicy policy = new ReviewPolicy(Predictions.reviewed(Predictions.settings(Task.REGRESSION), null, 1));
        assertThat(decide(policy, Predictions.prediction(1, 1)))
                .extracting(ReviewRequest::deadlineMillis)
                .isEqualTo(1_795_000_000_000L + 7 * 86_400_000L);
    }

    private static @Nullable ReviewRequest decide(ReviewPolicy policy, Prediction prediction) {
        return policy.decide(prediction);
    }
}
