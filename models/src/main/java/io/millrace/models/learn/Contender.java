package io.millrace.models.learn;

import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.Trial;
import java.time.Instant;

/** A version that scores logged rows again. */
public record Contender(String model, int version, Trial trial) {

    /** The model with the version. */
    public String name() {
        return model + "@" + version;
    }

    /** Whether events of this time were among those that the version learned from, as far as it says. */
    boolean learnedFrom(long timeMillis) {
        Training training = trial.content().training();
        Instant first = training.first();
        Instant last = training.last();
        return first != null && last != null && timeMillis >= first.toEpochMilli() && timeMillis <= last.toEpochMilli();
    }

    boolean served(PastPrediction.Served served) {
        return model.equals(served.model()) && version == served.version();
    }
}
