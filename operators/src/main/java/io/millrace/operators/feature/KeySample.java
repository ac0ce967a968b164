package io.millrace.operators.feature;

import io.millrace.operators.record.Sample;

/** The keys whose served values are compared: a function of the key alone, so that both sides choose the same ones. */
final class KeySample {
    private static final String SALT = "consistency";

    private final Sample sample;

    KeySample(double share) {
        this.sample = new Sample(SALT, share);
    }

    boolean contains(String key) {
        return sample.contains(key);
    }
}
