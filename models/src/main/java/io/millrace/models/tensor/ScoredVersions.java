package io.millrace.models.tensor;

import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * The versions that scored a batch of rows.
 *
 * @param candidate the version that scored them beside the champion, or null
 */
public record ScoredVersions(VersionId champion, @Nullable VersionId candidate) {

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
}
