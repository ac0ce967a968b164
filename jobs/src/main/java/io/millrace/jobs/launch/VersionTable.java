package io.millrace.jobs.launch;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Manifest;
import io.millrace.models.registry.ModelRegistry;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The versions of the registry for people, and where those of each model stand for programs. */
final class VersionTable {
    private static final int LEFT = 4;

    private final ModelRegistry registry;

    VersionTable(ModelRegistry registry) {
        this.registry = registry;
    }

    /** Every version with its aliases, when it was made and what from; no line if there is none. */
    List<String> lines() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("version", "aliases", "created", "learned from", "rows"));
        for (String model : registry.models()) {
            for (int version : registry.versions(model)) {
                rows.add(row(model, version));
            }
        }
        return rows.size() == 1 ? List.of() : Columns.aligned(rows, LEFT);
    }

    private List<String> row(String model, int version) throws Exception {
        String id = model + "@" + version;
        List<String> standing = new ArrayList<>(aliases(registry.aliases(model), version));
        if (registry.quarantined(model).containsKey(version)) {
            standing.add("in quarantine");
        }
        String aliases = String.join(", ", standing);
        try {
            Manifest manifest = registry.manifest(model, version);
            return List.of(
                    id,
                    aliases,
                    manifest.identity()
                            .created()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString(),
                    manifest.content().training().source(),
                    String.format(
                            Locale.ROOT, "%,d", manifest.content().training().rows()));
        } catch (ModelLoadException e) {
            return List.of(
                    id,
                    aliases,
                    "",
                    "cannot be read: " + String.valueOf(e.getMessage()).replaceAll("\\s*\n\\s*", "; "),
                    "");
        }
    }

    /** The aliases that a version has. */
    static List<String> aliases(Aliases aliases, int version) {
        return aliases.versions().entrySet().stream()
                .filter(alias -> alias.getValue() == version)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The name of every version. */
    List<String> versions() throws Exception {
        List<String> versions = new ArrayList<>();
        for (String model : registry.models()) {
            registry.versions(model).forEach(version -> versions.add(model + "@" + version));
        }
        return versions;
    }

    /** Where the versions of each model stand. */
    List<Map<String, Object>> models() throws Exception {
        List<Map<String, Object>> models = new ArrayList<>();
        for (String model : registry.models()) {
            Aliases aliases = registry.aliases(model);
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("model", model);
            object.put("versions", registry.versions(model).size());
            object.putAll(new TreeMap<>(aliases.versions()));
            object.put("epoch", aliases.epoch());
            object.put("frozen", registry.frozen(model));
            object.put("quarantined", List.copyOf(registry.quarantined(model).keySet()));
            models.add(object);
        }
        return models;
    }
}
