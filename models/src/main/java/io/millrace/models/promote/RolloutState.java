package io.millrace.models.promote;

import io.millrace.models.registry.Decision;
import org.jspecify.annotations.Nullable;

/**
 * Where the rollout of a model is: all that has to be stored and restored.
 *
 * @param place which versions serve
 * @param trial what is known of the candidate
 * @param queue which version is tried next
 * @param frozen whether only a person may move versions
 * @param pending what was decided and is not known to have been carried out
 */
public record RolloutState(
        Place place,
        Trial trial,
        Queue queue,
        boolean frozen,
        @Nullable Decision pending) {
    /** Before anything is known. */
    public static final RolloutState UNKNOWN = new RolloutState(Place.NONE, Trial.NONE, new Queue(0, 0), false, null);

    /**
     * Which versions serve.
     *
     * @param champion 0 if there is none
     * @param candidate 0 if there is none
     * @param share share of the keys that the candidate serves
     * @param epoch of the aliases
     */
    public record Place(int champion, int candidate, double share, long epoch) {
        static final Place NONE = new Place(0, 0, 0, -1);

        boolean trying() {
            return candidate != 0;
        }

        boolean canary() {
            return candidate != 0 && share > 0;
        }
    }

    /**
     * What is known of a candidate and of the versions before it that it goes on from.
     *
     * @param first the first of them
     * @param last the last of them; it may not be candidate yet
     * @param sinceMillis when the first became candidate
     * @param stepMillis when the candidate came to its present share
     * @param pairs since the trial began or, once there is a proof, since then
     * @param proof what labels said when they said that it is better; null before
     */
    public record Trial(
            int first,
            int last,
            long sinceMillis,
            long stepMillis,
            PairedState pairs,
            @Nullable PairedEvidence proof) {
        static final Trial NONE = new Trial(0, 0, 0, 0, PairedState.EMPTY, null);

        boolean proven() {
            return proof != null;
        }

        static Trial of(int candidate, long nowMillis) {
            return new Trial(candidate, candidate, nowMillis, nowMillis, PairedState.EMPTY, null);
        }

        boolean includes(int version) {
            return version >= first && version <= last;
        }

        Trial with(PairedState changed) {
            return new Trial(first, last, sinceMillis, stepMillis, changed, proof);
        }

        Trial succeeded(int version) {
            return new Trial(first, version, sinceMillis, stepMillis, pairs, proof);
        }

        Trial atStep(long nowMillis) {
            return new Trial(first, last, sinceMillis, nowMillis, pairs, proof);
        }

        Trial proven(PairedEvidence evidence) {
            return new Trial(first, last, sinceMillis, stepMillis, PairedState.EMPTY, evidence);
        }
    }

    /**
     * Which version is tried next.
     *
     * @param newest highest version number that was published
     * @param tried highest version number that needs no trial: it was champion, or was decided about
     */
    public record Queue(int newest, int tried) {

        boolean waiting() {
            return newest > tried;
        }

        Queue published(int version) {
            return new Queue(Math.max(newest, version), tried);
        }

        Queue tried(int version) {
            return new Queue(newest, Math.max(tried, version));
        }
    }

    RolloutState with(Place changed) {
        return new RolloutState(changed, trial, queue, frozen, pending);
    }

    RolloutState with(Trial changed) {
        return new RolloutState(place, changed, queue, frozen, pending);
    }

    RolloutState with(Queue changed) {
        return new RolloutState(place, trial, changed, frozen, pending);
    }

    RolloutState withFrozen(boolean changed) {
        return new RolloutState(place, trial, queue, changed, pending);
    }

    /** The same, with nothing to be done. */
    public RolloutState withoutPending() {
        return withPending(null);
    }

    RolloutState withPending(@Nullable Decision decision) {
        return new RolloutState(place, trial, queue, frozen, decision);
    }
}
