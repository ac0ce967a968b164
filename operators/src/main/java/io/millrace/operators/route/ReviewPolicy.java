package io.millrace.operators.route;

import io.millrace.config.ModelConfig;
import io.millrace.config.ReviewConfig;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.ReviewRequest;
import io.millrace.operators.record.Sample;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides which predictions a person should look at. A function of the prediction alone: a replay decides the same. */
final class ReviewPolicy {
    /** How long after its event's record an answer is of use. */
    static final Duration ANSWER_WITHIN = Duration.ofDays(7);

    private final double belowConfidence;
    private final Sample audit;
    private final ModelConfig.Task task;

    ReviewPolicy(RouteSettings settings) {
        ReviewConfig review = settings.review();
        Double below = review.belowConfidence();
        this.belowConfidence = below == null ? Double.NEGATIVE_INFINITY : below;
        this.audit = new Sample("audit/" + settings.pipeline(), review.auditRate());
        this.task = settings.model().task();
    }

    /** The request to look at the prediction, or null if nobody needs to. */
    @Nullable
    ReviewRequest decide(Prediction prediction) {
        if (Confidence.of(task, prediction.outputs()) < belowConfidence) {
            return request(prediction, ReviewRequest.Cause.LOW_CONFIDENCE);
        }
        return audited(prediction) ? request(prediction, ReviewRequest.Cause.AUDIT) : null;
    }

    /* The text of an id takes longer to make than everything else here. */
    private boolean audited(Prediction prediction) {
        return !audit.isEmpty() && audit.contains(prediction.id());
    }

    private static ReviewRequest request(Prediction prediction, ReviewRequest.Cause cause) {
        RawEvent raw = prediction.event().event().raw();
        long since = raw.timestamp() >= 0
                ? raw.timestamp()
                : prediction.event().event().timeMillis();
        return new ReviewRequest(prediction, cause, since + ANSWER_WITHIN.toMillis());
    }
}
