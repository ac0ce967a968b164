package io.millrace.operators.record;

import io.millrace.models.infer.ModelSource;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The news of which versions serve.
 *
 * @param version the champion
 * @param epoch counts alias moves and changes of the share; an announcement with an epoch that is not greater than the
 *     current one is ignored
 * @param candidate the version that scores beside the champion, or {@link #NONE}
 * @param share share of the keys, 0 to 1, that the candidate serves; 0 without a candidate
 */
@TypeInfo(RecordTypes.Factory.class)
public record ModelAnnouncement(String model, int version, long epoch, int candidate, double share) {
    /** Stands for no candidate. */
    public static final int NONE = 0;

    public ModelAnnouncement {
        if (candidate == NONE || candidate == version) {
            candidate = NONE;
            share = 0;
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is out of bounds: share=" + share + ", min=0, max=1");
        }
    }

    /** A champion without a candidate. */
    public ModelAnnouncement(String model, int version, long epoch) {
        this(model, version, epoch, NONE, 0);
    }

    /** What a source says of a model. */
    public static ModelAnnouncement of(String model, ModelSource.Resolved resolved) {
        return new ModelAnnouncement(
                model, resolved.version(), resolved.epoch(), resolved.candidate(), resolved.share());
    }

    public boolean hasCandidate() {
        return candidate != NONE;
    }
}
