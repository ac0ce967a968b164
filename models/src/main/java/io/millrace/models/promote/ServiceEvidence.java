package io.millrace.models.promote;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the service gate found.
 *
 * @param why in a sentence
 */
public record ServiceEvidence(Health health, String why, Map<String, Double> numbers) {

    /** How a candidate runs. */
    public enum Health {
        /** Within all bounds. */
        GOOD,
        /** Too few requests to say, or something that a person should look at: it stays where it is. */
        INCONCLUSIVE,
        /** It must leave service. */
        BAD
    }

    public ServiceEvidence {
        Map<String, Double> finite = new LinkedHashMap<>(numbers);
        finite.values().removeIf(number -> !Double.isFinite(number));
        numbers = Map.copyOf(finite);
    }
}
