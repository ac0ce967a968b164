package io.millrace.models.registry;

import io.millrace.config.bind.Document;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Script;
import io.millrace.models.registry.Manifest.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The signature file of a TorchScript model: what its author says that goes in and comes out. */
final class SignatureYaml {
    private static final Key<Double> TOLERANCE = Key.of(
            "tolerance",
            Type.number(0, 1),
            Content.DEFAULT_TOLERANCE,
            "how far an output may be from its golden row, as a share of the outputs' size");
    private static final Key<String> SHA256 = Key.optional(
            "sha256",
            Type.text(Pattern.compile("[0-9a-f]{64}"), "a SHA-256 in lower-case hexadecimal"),
            "hash that the model's file must have");
    private static final Key<Map<String, Map<String, Double>>> METRICS = Key.of(
            "metrics",
            Type.map(Type.text(), Type.map(Type.text(), Type.number(), 0, 100), 0, 100),
            Map.of(),
            "quality as its author measured it, by the rows that it was measured on");
    private static final Shape SHAPE = Shape.of(EncodingYaml.INPUTS, OutputYaml.OUTPUT, TOLERANCE, SHA256, METRICS);

    private SignatureYaml() {}

    /** Reads the file or throws a {@link io.millrace.config.bind.ConfigException} with all its problems. */
    static Signature read(Path file, String source) {
        Document document = Document.read(file, SHAPE);
        Section root = document.root();
        List<InputEncoding> inputs = EncodingYaml.read(root);
        Output output = OutputYaml.read(root);
        Training training = new Training(source, 0, null, null);
        Content content = new Content(inputs, new Script(), output, training, root.get(METRICS), root.get(TOLERANCE));
        String hash = root.find(SHA256);
        document.finish();
        return new Signature(content, hash);
    }

    /**
     * What the file says.
     *
     * @param sha256 of the model's file, or null if it may have any
     */
    record Signature(Content content, @Nullable String sha256) {}
}
