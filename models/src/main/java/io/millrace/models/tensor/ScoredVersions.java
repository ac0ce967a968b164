package io.millrace.models.tensor;

import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * The versions that scored a batch of rows, and how long each took.
 *
 * @param candidate the version that scored them beside the champion, or null
 * @param championMicros microseconds of the champion's forward pass of the whole batch, or {@link #UNKNOWN}
 * @param candidateMicros the same of the candidate
 */
public record ScoredVersions(
        VersionId champion, @Nullable VersionId candidate, int championMicros, int candidateMicros) {
    /** Stands for a time that is not known. */
    public static final int UNKNOWN = -1;

    /** Versions of which it is not known how long they took. */
    public ScoredVersions(VersionId champion, @Nullable VersionId candidate) {
        this(champion, candidate, UNKNOWN, UNKNOWN);
    }

    /** A champion alone. */
    public ScoredVersions(VersionId champion) {
        this(champion, null);
    }

    /** The version that serves in that role. */
    public VersionId of(Variant variant) {
        return variant == Variant.CANARY && candidate != null ? candidate : champion;
    }

    /** The version beside the one that serves in that role; null without a candidate. */
    public @Nullable VersionId beside(Variant variant) {
        return variant == Variant.CANARY && candidate != null ? champion : candidate;
    }

    /** Microseconds of the version that serves in that role. */
    public int microsOf(Variant variant) {
        return variant == Variant.CANARY && candidate != null ? candidateMicros : championMicros;
    }

    /** Microseconds of the version beside it. */
    public int microsBeside(Variant variant) {
        return variant == Variant.CANARY && candidate != null ? championMicros : candidateMicros;
    }
}
