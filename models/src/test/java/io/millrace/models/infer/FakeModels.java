package io.millrace.models.infer;

import io.millrace.models.feature.FakeEncoder;
import io.millrace.models.infer.ModelProfile.Point;
import java.util.List;

/** Served models around a {@link FakeScorer}. */
public final class FakeModels {
    /** A model that takes 1 µs per row and nothing per batch. */
    public static final ModelProfile FAST = new ModelProfile(List.of(new Point(1, 1_000), new Point(1024, 1_024_000)));

    private FakeModels() {}

    /** A version of the model {@code fake}. */
    public static ServedModel version(int version, Scorer scorer) {
        return new ServedModel(new VersionId("fake", version, "hash" + version), new FakeEncoder(), scorer);
    }

    /** The only lease on version 1. */
    public static ModelLease lease(Scorer scorer) {
        return lease(1, scorer);
    }

    /** The only lease on a version. */
    public static ModelLease lease(int version, Scorer scorer) {
        return ModelLease.sole(version(version, scorer), FAST);
    }
}
