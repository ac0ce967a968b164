package io.millrace.models.registry;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names under which versions of a model serve.
 *
 * @param epoch number of moves so far
 * @param latest highest version number ever given
 * @param versions version by alias
 * @param share share of the keys, 0 to 1, that the candidate serves; with 0 it only runs beside the champion
 */
public record Aliases(long epoch, int latest, Map<String, Integer> versions, double share) {
    /** The version that serves. */
    public static final String CHAMPION = "champion";

    /** The version that may become champion. */
    public static final String CANDIDATE = "candidate";

    /** The champion before this one. */
    public static final String PREVIOUS = "previous";

    static final Aliases NONE = new Aliases(0, 0, Map.of(), 0);

    public Aliases {
        versions = Map.copyOf(versions);
    }

    /** The version of an alias, or null. */
    public @Nullable Integer version(String alias) {
        return versions.get(alias);
    }

    /**
     * After one more move; a champion that is replaced becomes {@value #PREVIOUS}, and a candidate starts without a share.
     */
    Aliases moved(String alias, int version) {
        Map<String, Integer> moved = new TreeMap<>(versions);
        Integer before = moved.put(alias, version);
        if (alias.equals(CHAMPION)) {
            moved.remove(CANDIDATE, version);
            if (before != null && before != version) {
                moved.put(PREVIOUS, before);
            }
        }
        boolean sameCandidate = !alias.equals(CANDIDATE) && moved.containsKey(CANDIDATE);
        return new Aliases(epoch + 1, latest, moved, sameCandidate ? share : 0);
    }

    /** After the candidate was given another share. */
    Aliases shared(double candidateShare) {
        return new Aliases(epoch + 1, latest, versions, candidateShare);
    }

    /** After the candidate was given up. */
    Aliases withdrawn() {
        Map<String, Integer> left = new TreeMap<>(versions);
        left.remove(CANDIDATE);
        return new Aliases(epoch + 1, latest, left, 0);
    }

    /** After a champion gave way to the one before it, which there has been. */
    Aliases rolledBack(int before) {
        Map<String, Integer> left = new TreeMap<>(versions);
        left.put(CHAMPION, before);
        left.remove(PREVIOUS);
        left.remove(CANDIDATE, before);
        return new Aliases(epoch + 1, latest, left, left.containsKey(CANDIDATE) ? share : 0);
    }

    /** After a version was published. */
    Aliases published(int version) {
        return new Aliases(epoch, Math.max(latest, version), versions, share);
    }
}
