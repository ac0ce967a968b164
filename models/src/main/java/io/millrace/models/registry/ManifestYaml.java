package io.millrace.models.registry;

import io.millrace.config.bind.Document;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import io.millrace.config.bind.YamlText;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Identity;
import io.millrace.models.registry.Manifest.Training;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file {@value #FILE} of a version. */
final class ManifestYaml {
    static final String FILE = "manifest.yaml";

    /** Grows when an older reader could misread a manifest. */
    private static final int LAYOUT = 1;

    private static final Key<Integer> LAYOUT_KEY =
            Key.required("manifest", Type.integer(LAYOUT, LAYOUT), "layout of this file");
    private static final Key<String> MODEL = Key.required("model", Type.text(), "name of the model");
    private static final Key<Integer> VERSION =
            Key.required("version", Type.integer(1, Integer.MAX_VALUE), "number of the version");
    private static final Key<Integer> PARENT =
            Key.optional("parent", Type.integer(1, Integer.MAX_VALUE), "version that it was derived from");
    private static final Key<String> CREATED = Key.required("created", Type.text(), "when it was published");
    private static final Key<String> SOURCE = Key.required("source", Type.text(), "name of the data's file");
    private static final Key<Long> ROWS =
            Key.required("rows", Type.wholeNumber(0, Long.MAX_VALUE), "rows that were learned from");
    private static final Key<String> FIRST = Key.optional("first", Type.text(), "event time of the first row");
    private static final Key<String> LAST = Key.optional("last", Type.text(), "event time of the last row");
    private static final Key<Section> TRAINING =
            Key.required("training", Type.section(Shape.of(SOURCE, ROWS, FIRST, LAST)), "what was learned from");
    private static final Key<Map<String, Map<String, Double>>> METRICS = Key.of(
            "metrics",
            Type.map(Type.text(), Type.map(Type.text(), Type.number(), 0, 100), 0, 100),
            Map.of(),
            "measured quality, by the rows that it was measured on");
    private static final Key<Double> TOLERANCE =
            Key.of("tolerance", Type.number(0, 1), Content.DEFAULT_TOLERANCE, "allowed error of golden rows");
    private static final Key<Map<String, String>> FILES = Key.required(
            "files",
            Type.map(
                    Type.text(),
                    Type.text(Pattern.compile("[0-9a-f]{64}"), "a SHA-256 in lower-case hexadecimal"),
                    0,
                    200),
            "SHA-256 of every other file");

    private static final Shape SHAPE = Shape.of(
            LAYOUT_KEY,
            MODEL,
            VERSION,
            PARENT,
            CREATED,
            EncodingYaml.INPUTS,
            FormatYaml.FORMAT,
            FormatYaml.NETWORK,
            OutputYaml.OUTPUT,
            TRAINING,
            METRICS,
            TOLERANCE,
            FILES);

    private ManifestYaml() {}

    /** Reads a manifest or throws a {@link io.millrace.config.bind.ConfigException} with all its problems. */
    static Manifest read(byte[] yaml, String label) {
        Document document = Document.read(yaml, label, SHAPE);
        Section root = document.root();
        root.get(LAYOUT_KEY);
        Identity identity = new Identity(
                root.get(MODEL), root.get(VERSION), root.find(PARENT), time(root, CREATED, root.get(CREATED)));
        Content content = new Content(
                EncodingYaml.read(root),
                FormatYaml.read(root),
                OutputYaml.read(root),
                training(root.get(TRAINING)),
                root.get(METRICS),
                root.get(TOLERANCE));
        Map<String, String> files = root.get(FILES);
        document.finish();
        return new Manifest(identity, content, files);
    }

    private static Training training(Section section) {
        return new Training(
                section.get(SOURCE), section.get(ROWS), optionalTime(section, FIRST), optionalTime(section, LAST));
    }

    private static @Nullable Instant optionalTime(Section section, Key<String> key) {
        String text = section.find(key);
        return text == null ? null : time(section, key, text);
    }

    private static Instant time(Section section, Key<String> key, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            if (section.sound(key)) {
                section.refuse(key, "must be a time such as 2026-01-31T12:00:00Z");
            }
            return Instant.EPOCH;
        }
    }

    static byte[] write(Manifest manifest) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(LAYOUT_KEY.name(), LAYOUT);
        document.put(MODEL.name(), manifest.identity().model());
        document.put(VERSION.name(), manifest.identity().version());
        put(document, PARENT, manifest.identity().parent());
        document.put(CREATED.name(), manifest.identity().created().toString());
        Content content = manifest.content();
        document.put(OutputYaml.OUTPUT.name(), OutputYaml.write(content.output()));
        FormatYaml.write(content.format(), document);
        document.put(TRAINING.name(), write(content.training()));
        Map<String, Map<String, Double>> metrics = new TreeMap<>();
        content.metrics().forEach((rows, values) -> metrics.put(rows, new TreeMap<>(values)));
        document.put(METRICS.name(), metrics);
        document.put(EncodingYaml.INPUTS.name(), EncodingYaml.write(content.inputs()));
        document.put(TOLERANCE.name(), content.tolerance());
        document.put(FILES.name(), new TreeMap<>(manifest.files()));
        return YamlText.write(document).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> write(Training training) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(SOURCE.name(), training.source());
        entry.put(ROWS.name(), training.rows());
        put(entry, FIRST, training.first());
        put(entry, LAST, training.last());
        return entry;
    }

    private static void put(Map<String, Object> entry, Key<?> key, @Nullable Object value) {
        if (value != null) {
            entry.put(key.name(), value instanceof Instant time ? time.toString() : value);
        }
    }
}
