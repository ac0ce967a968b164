package io.millrace.models.registry;

import io.millrace.config.bind.Document;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import io.millrace.config.bind.YamlText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The file {@value #FILE} of a model. */
final class AliasesYaml {
    static final String FILE = "aliases.yaml";
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private static final Key<Long> EPOCH =
            Key.required("epoch", Type.wholeNumber(0, Long.MAX_VALUE), "number of moves so far");
    private static final Key<Integer> LATEST =
            Key.required("latest", Type.integer(0, Integer.MAX_VALUE), "highest version number ever given");
    private static final Key<Map<String, Integer>> VERSIONS = Key.of(
            "aliases",
            Type.map(
                    Type.text(NAME, "lower-case letters, digits and hyphens"),
                    Type.integer(1, Integer.MAX_VALUE),
                    0,
                    1000),
            Map.of(),
            "version by alias");
    private static final Key<Double> SHARE =
            Key.of("share", Type.number(0, 1), 0.0, "share of the keys that the candidate serves");

    private AliasesYaml() {}

    /** Reads the file or throws a {@link io.millrace.config.bind.ConfigException}. */
    static Aliases read(Path file) {
        Document document = Document.read(file, Shape.of(EPOCH, LATEST, VERSIONS, SHARE));
        Section root = document.root();
        Aliases aliases = new Aliases(root.get(EPOCH), root.get(LATEST), root.get(VERSIONS), root.get(SHARE));
        document.finish();
        return aliases;
    }

    static byte[] write(Aliases aliases) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(EPOCH.name(), aliases.epoch());
        document.put(LATEST.name(), aliases.latest());
        document.put(VERSIONS.name(), new TreeMap<>(aliases.versions()));
        document.put(SHARE.name(), aliases.share());
        return YamlText.write(document).getBytes(StandardCharsets.UTF_8);
    }
}
