package io.millrace.operators.infer;

import io.millrace.models.infer.VersionId;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Sample;

/**
 * The share of the keys that a candidate serves, chosen by a hash of candidate and key: an entity stays with its version,
 * one that is in a share is in every larger one, and a replay chooses the same. Used by one thread.
 */
final class Canary {
    private int candidate = ModelAnnouncement.NONE;
    private double share;
    private Sample keys = new Sample("", 0);

    /** Takes over candidate and share of an announcement. */
    void follow(ModelAnnouncement serving) {
        candidate = serving.candidate();
        share = serving.share();
        keys = new Sample("canary of " + serving.model() + "@" + candidate, share);
    }

    /** The share that a version serves: none if another one, or none, is announced as candidate. */
    double share(VersionId version) {
        return version.version() == candidate ? share : 0;
    }

    /** Whether the version serves the key. */
    boolean serves(VersionId version, String key) {
        return version.version() == candidate && keys.contains(key);
    }
}
