package io.millrace.operators.feedback;

import io.millrace.models.evaluate.DelayProfile;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How late labels come, by where they come from. */
final class DelayProfiles {
    /** Sources beyond these share one profile. */
    static final int MAX_SOURCES = 100;

    private static final String OTHERS = "";

    private final Map<String, DelayProfile> bySource = new TreeMap<>();

    void add(@Nullable String source, long delayMillis) {
        String name = source == null ? OTHERS : source;
        DelayProfile profile = bySource.get(name);
        if (profile == null) {
            profile =
                    bySource.computeIfAbsent(bySource.size() < MAX_SOURCES ? name : OTHERS, any -> new DelayProfile());
        }
        profile.add(delayMillis);
    }

    /** Takes in what another subtask, or an earlier run, has counted. */
    void addAll(String source, DelayProfile profile) {
        bySource.computeIfAbsent(source, any -> new DelayProfile()).addAll(profile);
    }

    /** Share of a source's labels that are expected within an age; of all sources if it has none yet. */
    double share(@Nullable String source, long ageMillis) {
        DelayProfile known = source == null ? null : bySource.get(source);
        return known == null ? share(ageMillis) : known.share(ageMillis);
    }

    /** Share of all labels that are expected within an age, or NaN if none has come. */
    double share(long ageMillis) {
        DelayProfile all = new DelayProfile();
        bySource.values().forEach(all::addAll);
        return all.share(ageMillis);
    }

    Map<String, DelayProfile> bySource() {
        return bySource;
    }
}
