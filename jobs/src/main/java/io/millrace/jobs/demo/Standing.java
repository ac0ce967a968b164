package io.millrace.jobs.demo;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.models.registry.ModelRegistry;
import java.io.IOException;

/**
 * Where the versions of a model stand.
 *
 * @param champion the version that serves, or 0 if there is none yet
 * @param candidate the version that is tried, or 0
 * @param share share of the keys, 0 to 1, that the candidate serves
 * @param published versions that there are
 * @param promotions times that another version became champion than the first
 */
record Standing(int champion, int candidate, double share, int published, int promotions) {
    static final Standing NONE = new Standing(0, 0, 0, 0, 0);

    /**
     * Reads it.
     *
     * @param first the version that was trained before the stream
     */
    static Standing read(ModelRegistry registry, String model, int first) throws ModelLoadException, IOException {
        Aliases aliases = registry.aliases(model);
        long promotions = registry.history(model).decisions().stream()
                .map(LoggedDecision::decision)
                .filter(decision -> decision.kind() == Decision.Kind.PROMOTE && decision.version() != first)
                .count();
        return new Standing(
                aliases.versions().getOrDefault(Aliases.CHAMPION, 0),
                aliases.versions().getOrDefault(Aliases.CANDIDATE, 0),
                aliases.share(),
                aliases.latest(),
                Math.toIntExact(promotions));
    }
}
