package io.millrace.operators.infer;

import io.millrace.models.batch.CandidateScores;
import io.millrace.models.batch.FinishedBatch;
import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.record.ModelStamp;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a batch, and the stamps of its rows.
 *
 * @param alone of a row that only the champion scored: nothing was chosen
 * @param champion of a row that both scored and that the champion serves
 * @param canary of a row that the candidate serves
 */
record Roles(ScoredVersions versions, ModelStamp alone, ModelStamp champion, ModelStamp canary) {

    static Roles of(FinishedBatch<?> batch, Canary canary) {
        CandidateScores second = batch.candidate();
        VersionId champion = batch.model();
        VersionId candidate = second == null ? null : second.model();
        double share = candidate == null ? 0 : canary.share(candidate);
        ModelStamp alone = stamp(champion, Variant.CHAMPION, 1);
        return new Roles(
                new ScoredVersions(
                        champion,
                        candidate,
                        micros(batch.modelNanos()),
                        second == null ? ScoredVersions.UNKNOWN : micros(second.modelNanos())),
                alone,
                share == 0 ? alone : stamp(champion, Variant.CHAMPION, 1 - share),
                canary(candidate, share, alone));
    }

    private static ModelStamp canary(@Nullable VersionId candidate, double share, ModelStamp otherwise) {
        return candidate == null ? otherwise : stamp(candidate, Variant.CANARY, share);
    }

    /** What predictions and scored rows say of so many nanoseconds. */
    static int micros(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
    }

    private static ModelStamp stamp(VersionId version, Variant variant, double propensity) {
        return new ModelStamp(version.model(), version.version(), version.artefact(), variant.text(), propensity);
    }
}
