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
 */
public record Aliases(long epoch, int latest, Map<String, Integer> versions) {
    /** The version that serves. */
    public static final String CHAMPION = "champion";

    /** The version that may become champion. */
    public static final String CANDIDATE = "candidate";

    /** The champion before this one. */
    public static final String PREVIOUS = "previous";

    static final Aliases NONE = new Aliases(0, 0, Map.of());

    public Aliases {
        versions = Map.copyOf(versions);
    }

    /** The version of an alias, or null. */
    public @Nullable Integer version(String alias) {
        return versions.get(alias);
    }

    /** After one more move; a champion that is replaced becomes {@value #PREVIOUS}. */
    Aliases moved(String alias, int version) {
        Map<String, Integer> moved = new TreeMap<>(versions);
        Integer before = moved.put(alias, version);
        if (alias.equals(CHAMPION)) {
            moved.remove(CANDIDATE, version);
            if (before != null && before != version) {
                moved.put(PREVIOUS, before);
            }
        }
        return new Aliases(epoch + 1, latest, moved);
    }

    /** After a version was published. */
    Aliases published(int version) {
        return new Aliases(epoch, Math.max(latest, version), versions);
    }
}
