package io.millrace.models.learn;

import io.millrace.models.registry.Trial;

/** A version that scores logged rows again. */
public record Contender(String model, int version, Trial trial) {

    /** The model with the version. */
    public String name() {
        return model + "@" + version;
    }

    boolean served(PastPrediction.Served served) {
        return model.equals(served.model()) && version == served.version();
    }
}
