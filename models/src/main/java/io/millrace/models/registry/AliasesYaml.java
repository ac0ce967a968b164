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

/** The file {@value #FILE} of a model: where its versions stand. */
final class AliasesYaml {
    static final String FILE = "aliases.yaml";
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,8}");
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
    private static final Key<Boolean> FROZEN =
            Key.of("frozen", Type.bool(), false, "whether only a person may move versions");
    private static final Key<Map<String, String>> QUARANTINED = Key.of(
            "quarantined",
            Type.map(Type.text(VERSION, "a version number"), Type.text(), 0, 100_000),
            Map.of(),
            "why a version must not serve, by version");
    private static final Key<Long> NUMBER =
            Key.of("number", Type.wholeNumber(0, Long.MAX_VALUE), 0L, "number of the last decision");
    private static final Key<String> HASH = Key.derived("hash", Type.text(), "", "hash of the last decision");
    private static final Key<Long> BYTES =
            Key.of("bytes", Type.wholeNumber(0, Long.MAX_VALUE), 0L, "length of the history");
    private static final Key<Section> DECISIONS = Key.optional(
            "decisions", Type.section(Shape.of(NUMBER, HASH, BYTES)), "where the history of decisions ends");

    private AliasesYaml() {}

    /** Reads the file or throws a {@link io.millrace.config.bind.ConfigException}. */
    static Standing read(Path file) {
        Document document =
                Document.read(file, Shape.of(EPOCH, LATEST, VERSIONS, SHARE, FROZEN, QUARANTINED, DECISIONS));
        Section root = document.root();
        Section end = root.get(DECISIONS);
        Map<Integer, String> quarantined = new TreeMap<>();
        root.get(QUARANTINED).forEach((version, reason) -> quarantined.put(Integer.valueOf(version), reason));
        Standing standing = new Standing(
                new Aliases(root.get(EPOCH), root.get(LATEST), root.get(VERSIONS), root.get(SHARE)),
                root.get(FROZEN),
                quarantined,
                new LogEnd(end.get(NUMBER), end.get(HASH, () -> ""), end.get(BYTES)));
        document.finish();
        return standing;
    }

    static byte[] write(Standing standing) {
        Aliases aliases = standing.aliases();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(EPOCH.name(), aliases.epoch());
        document.put(LATEST.name(), aliases.latest());
        document.put(VERSIONS.name(), new TreeMap<>(aliases.versions()));
        document.put(SHARE.name(), aliases.share());
        document.put(FROZEN.name(), standing.frozen());
        if (!standing.quarantined().isEmpty()) {
            Map<String, String> reasons = new LinkedHashMap<>();
            new TreeMap<>(standing.quarantined()).forEach((version, reason) -> reasons.put(version.toString(), reason));
            document.put(QUARANTINED.name(), reasons);
        }
        LogEnd end = standing.log();
        if (end.number() > 0) {
            Map<String, Object> log = new LinkedHashMap<>();
            log.put(NUMBER.name(), end.number());
            log.put(HASH.name(), end.hash());
            log.put(BYTES.name(), end.bytes());
            document.put(DECISIONS.name(), log);
        }
        return YamlText.write(document).getBytes(StandardCharsets.UTF_8);
    }
}
