package io.millrace.models.promote;

import io.millrace.config.RetrainConfig;
import io.millrace.models.registry.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reasons to train a model anew: a drift, a quality that is surely too low, many new labels, a training long ago. After
 * one of them it rests for the cool-down, and no more are given within a day than the budget allows.
 */
public final class RetrainTriggers {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final RetrainConfig retrain;

    public RetrainTriggers(RetrainConfig retrain) {
        this.retrain = retrain;
    }

    /** The state after an event, and the decision to retrain if there is a reason. */
    public record Turn(RetrainState state, Optional<Decision> decision) {}

    /**
     * What was measured of the champion on mature labels.
     *
     * @param measure name of a figure that is better when it is larger
     * @param value what it is on these labels
     * @param lower where the figure surely begins
     * @param upper where it surely ends
     */
    public record Measured(String measure, long labels, double value, double lower, double upper) {

        /** Whether the whole interval lies below the floor, and there are as many labels as that takes. */
        boolean surelyBelow(RetrainConfig retrain) {
            Double floor = retrain.qualityBelow();
            return floor != null && labels >= retrain.minLabels() && upper < floor;
        }
    }

    /** Hears that something has drifted, with the numbers that say so. */
    public Turn drifted(RetrainState state, String what, Map<String, Double> evidence, long nowMillis) {
        return retrain.onDrift()
                ? ask(state, "drift of " + what, evidence, nowMillis)
                : new Turn(state, Optional.empty());
    }

    /** Hears how good the champion is: its whole interval must lie below the floor. */
    public Turn measured(RetrainState state, Measured measured, long nowMillis) {
        Double floor = retrain.qualityBelow();
        if (floor == null || !measured.surelyBelow(retrain)) {
            return new Turn(state, Optional.empty());
        }
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("labels", (double) measured.labels());
        evidence.put(measured.measure(), measured.value());
        evidence.put("lower", measured.lower());
        evidence.put("upper", measured.upper());
        evidence.put("floor", floor);
        return ask(state, measured.measure() + " is below its floor", evidence, nowMillis);
    }

    /** Hears how many labels there are by now. */
    public Turn labels(RetrainState state, long labels, long nowMillis) {
        RetrainState next = new RetrainState(state.trainedMillis(), state.labelsThen(), labels, state.asked());
        double growth = (double) (labels - state.labelsThen()) / Math.max(1, state.labelsThen());
        boolean many = state.labelsThen() > 0 && growth >= retrain.moreLabels();
        Map<String, Double> evidence = Map.of("labels", (double) labels, "labels_then", (double) state.labelsThen());
        return many ? ask(next, "many new labels", evidence, nowMillis) : new Turn(next, Optional.empty());
    }

    /** Hears that time has passed. */
    public Turn tick(RetrainState state, long nowMillis) {
        long age = nowMillis - state.trainedMillis();
        if (age <= retrain.olderThan().toMillis()) {
            return new Turn(state, Optional.empty());
        }
        return ask(state, "trained long ago", Map.of("age_days", (double) age / DAY_MILLIS), nowMillis);
    }

    private Turn ask(RetrainState state, String why, Map<String, Double> evidence, long nowMillis) {
        List<Long> asked = new ArrayList<>(state.asked());
        asked.removeIf(each -> nowMillis - each >= DAY_MILLIS);
        boolean resting = nowMillis - state.trainedMillis() < retrain.coolDown().toMillis();
        if (resting || asked.size() >= retrain.perDay()) {
            return new Turn(state, Optional.empty());
        }
        asked.add(nowMillis);
        RetrainState next = new RetrainState(nowMillis, state.labels(), state.labels(), asked);
        return new Turn(
                next, Optional.of(new Decision(Decision.Kind.RETRAIN, 0, 0, Decision.AUTOMATIC, why, evidence)));
    }
}
