package io.millrace.models.registry;

import io.millrace.models.infer.ModelLoadException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the versions of a model stand.
 *
 * @param frozen whether only a person may move versions
 * @param quarantined why a version must not serve, by version
 * @param log where the history ends that led here
 */
record Standing(Aliases aliases, boolean frozen, Map<Integer, String> quarantined, LogEnd log) {
    static final Standing NONE = new Standing(Aliases.NONE, false, Map.of(), LogEnd.NONE);

    Standing {
        quarantined = Map.copyOf(quarantined);
    }

    /** After a decision, which is yet to be written down. */
    Standing after(String model, Decision decision) throws ModelLoadException {
        int version = decision.version();
        return switch (decision.kind()) {
            case PUBLISH -> with(aliases.published(version));
            case SHADOW -> with(serving(decision).moved(Aliases.CANDIDATE, version));
            case CANARY ->
                with(requireCandidate(model, serving(decision), version).shared(decision.share()));
            case PROMOTE -> with(serving(decision).moved(Aliases.CHAMPION, version));
            case REJECT -> with(requireCandidate(model, aliases, version).withdrawn());
            case ROLLBACK -> with(withdrawn(version));
            case FREEZE -> new Standing(aliases, true, quarantined, log);
            case UNFREEZE -> new Standing(aliases, false, quarantined, log);
            case QUARANTINE -> quarantined(version, decision.why());
            case RELEASE -> quarantined(version, null);
            case ALIAS -> with(aliases.moved(decision.why(), version));
            case RETRAIN -> this;
        };
    }

    Standing with(LogEnd end) {
        return new Standing(aliases, frozen, quarantined, end);
    }

    private Standing with(Aliases changed) {
        return new Standing(changed, frozen, quarantined, log);
    }

    private Standing quarantined(int version, @Nullable String reason) throws ModelLoadException {
        Map<Integer, String> changed = new TreeMap<>(quarantined);
        if (reason == null) {
            changed.remove(version);
            return new Standing(aliases, frozen, changed, log);
        }
        changed.put(version, reason);
        boolean out = isCandidate(version) || (isChampion(version) && aliases.version(Aliases.PREVIOUS) != null);
        return new Standing(out ? withdrawn(version) : aliases, frozen, changed, log);
    }

    private Aliases withdrawn(int version) throws ModelLoadException {
        if (isCandidate(version)) {
            return aliases.withdrawn();
        }
        if (!isChampion(version)) {
            throw new ModelLoadException(
                    "version is neither champion nor candidate: version=" + version + ", aliases=" + names(aliases));
        }
        Integer previous = aliases.version(Aliases.PREVIOUS);
        if (previous == null) {
            throw new ModelLoadException("there is no champion before this one: champion=" + version + ", aliases="
                    + names(aliases) + "; promote a version instead");
        }
        requireServing(previous);
        return aliases.rolledBack(previous);
    }

    private boolean isCandidate(int version) {
        return Integer.valueOf(version).equals(aliases.version(Aliases.CANDIDATE));
    }

    private boolean isChampion(int version) {
        return Integer.valueOf(version).equals(aliases.version(Aliases.CHAMPION));
    }

    private Aliases serving(Decision decision) throws ModelLoadException {
        requireServing(decision.version());
        return aliases;
    }

    private void requireServing(int version) throws ModelLoadException {
        String reason = quarantined.get(version);
        if (reason != null) {
            throw new ModelLoadException("version is in quarantine: version=" + version + ", reason=" + reason
                    + "; promote it with --force if the reason is gone");
        }
    }

    private static Aliases requireCandidate(String model, Aliases aliases, int version) throws ModelLoadException {
        Integer candidate = aliases.version(Aliases.CANDIDATE);
        if (candidate == null || candidate != version) {
            throw new ModelLoadException("version is not the candidate: model=" + model + ", version=" + version
                    + ", aliases=" + names(aliases));
        }
        return aliases;
    }

    private static Map<String, Integer> names(Aliases aliases) {
        return new TreeMap<>(aliases.versions());
    }
}
