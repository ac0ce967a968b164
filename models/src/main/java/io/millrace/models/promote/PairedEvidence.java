package io.millrace.models.promote;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the pairs of predictions say.
 *
 * @param labels pairs that count
 * @param championLoss mean loss of the champion, in the unit of the loss
 * @param candidateLoss mean loss of the candidate
 * @param difference mean of the champion's loss less the candidate's, between -1 and 1; positive if the candidate is
 *     better
 * @param lower where the difference surely begins
 * @param upper where it surely ends
 */
public record PairedEvidence(
        Verdict verdict,
        long labels,
        double championLoss,
        double candidateLoss,
        double difference,
        double lower,
        double upper) {

    /** The numbers by name. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("labels", (double) labels);
        numbers.put("champion_loss", championLoss);
        numbers.put("candidate_loss", candidateLoss);
        numbers.put("difference", difference);
        numbers.put("lower", lower);
        numbers.put("upper", upper);
        numbers.values().removeIf(number -> !Double.isFinite(number));
        return numbers;
    }
}
