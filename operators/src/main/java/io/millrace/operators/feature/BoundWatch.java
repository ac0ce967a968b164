package io.millrace.operators.feature;

import io.millrace.config.ConsistencyConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says when a feature leaves a bound: when so many of its newest minutes that have rows enough are beyond it; and when fewer
 * are, it is back.
 */
record BoundWatch(ConsistencyConfig config) {

    /** Whether a minute says enough to be judged. */
    boolean judges(MinuteShare minute) {
        return minute.rows() >= config.minRows();
    }

    /** How many minutes are looked at. */
    int minutes() {
        return config.ofMinutes();
    }

    /**
     * What is new, or null.
     *
     * @param newest the newest minutes that are judged
     * @param since when the bound was left, or null if it holds as far as is known
     */
    @Nullable
    BoundAlert look(String feature, BoundMeasure measure, List<MinuteShare> newest, @Nullable Long since) {
        double bound = measure.bound(config);
        List<MinuteShare> beyond = new ArrayList<>();
        List<MinuteShare> within = new ArrayList<>();
        for (MinuteShare minute : newest) {
            (measure.value(minute) > bound ? beyond : within).add(minute);
        }
        boolean out = beyond.size() >= config.minutes();
        if (out == (since != null)) {
            return null;
        }
        MinuteShare shown = MinuteShare.sum(out ? beyond : within);
        return new BoundAlert(
                feature,
                out ? BoundAlert.State.LEFT : BoundAlert.State.BACK,
                measure,
                measure.value(shown),
                bound,
                shown.rows(),
                since == null ? shown.minuteMillis() : since);
    }
}
