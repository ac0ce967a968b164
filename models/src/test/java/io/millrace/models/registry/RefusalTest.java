package io.millrace.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.FieldType;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ServedModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken versions, each with the reason for which it may not serve. */
class RefusalTest {
    private static final String ALLOWED = "[golden.csv, manifest.yaml, model.pt, weights.f32]";
    private static final String HASH = "[0-9a-f]{64}";

    @TempDir
    private Path folder;

    private ModelRegistry registry;
    private Path version;

    @BeforeEach
    void publish() throws Exception {
        registry = new ModelRegistry(folder);
        registry.publish(Drafts.of(0));
        version = folder.resolve("house-price/1");
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                broken(
                        "altered weights",
                        version -> flip(version.resolve("weights.f32")),
                        "file was altered: file=weights\\.f32, sha256=" + HASH + ", expected=" + HASH),
                broken(
                        "altered golden rows",
                        version -> append(version.resolve("golden.csv"), "1,a,3\n"),
                        "file was altered: file=golden\\.csv, sha256=" + HASH + ", expected=" + HASH),
                broken(
                        "truncated weights",
                        version -> truncate(version.resolve("weights.f32"), 8),
                        "file was altered: file=weights\\.f32, sha256=" + HASH + ", expected=" + HASH),
                broken(
                        "truncated weights with their hash",
                        version -> rehash(version, "weights.f32", new byte[16]),
                        "weights have another size than the network: bytes=16, expected=20, parameters=5"),
                broken(
                        "weights that are not finite",
                        version -> rehash(version, "weights.f32", Weights.write(new float[] {1, Float.NaN, 1, 1, 1})),
                        "weights hold a number that is not finite: index=1, value=NaN"),
                broken(
                        "other weights with their hash",
                        version -> rehash(version, "weights.f32", Drafts.weights(1)),
                        "golden row does not reproduce: row=1, output=204\\.0, expected=203\\.0, tolerance=1\\.0E-4"),
                broken(
                        "no weights",
                        version -> Files.delete(version.resolve("weights.f32")),
                        "file is missing: file=weights\\.f32"),
                broken(
                        "no golden rows",
                        version -> Files.delete(version.resolve("golden.csv")),
                        "file is missing: file=golden\\.csv"),
                broken(
                        "no manifest",
                        version -> Files.delete(version.resolve("manifest.yaml")),
                        "file is missing: file=manifest\\.yaml"),
                broken(
                        "empty golden rows",
                        version ->
                                rehash(version, "golden.csv", "sqft,zip,output[0]\n".getBytes(StandardCharsets.UTF_8)),
                        "there are no golden rows: file=golden\\.csv"),
                broken(
                        "golden rows of another model",
                        version ->
                                rehash(version, "golden.csv", "sqft,output[0]\n1,2\n".getBytes(StandardCharsets.UTF_8)),
                        "golden rows have other columns than the model: columns=\\[sqft, output\\[0\\]\\],"
                                + " expected=\\[sqft, zip, output\\[0\\]\\]"),
                broken(
                        "golden rows with a word for a number",
                        version -> rehash(
                                version,
                                "golden.csv",
                                "sqft,zip,output[0]\nmany,a,2\n".getBytes(StandardCharsets.UTF_8)),
                        "golden row holds no finite number: column=sqft, value=many"),
                broken(
                        "golden rows with a cell too few",
                        version -> rehash(
                                version, "golden.csv", "sqft,zip,output[0]\n1,a\n".getBytes(StandardCharsets.UTF_8)),
                        "golden rows have another form: line=2, cells=2, expected=3"),
                broken(
                        "Java code",
                        version -> Files.createFile(version.resolve("Translator.java")),
                        "file is not allowed: file=Translator\\.java, allowed=" + quoted(ALLOWED)),
                broken(
                        "a setting of DJL",
                        version -> Files.createFile(version.resolve("serving.properties")),
                        "file is not allowed: file=serving\\.properties, allowed=" + quoted(ALLOWED)),
                broken(
                        "a hidden file",
                        version -> Files.createFile(version.resolve(".hidden")),
                        "file is not allowed: file=\\.hidden, allowed=" + quoted(ALLOWED)),
                broken(
                        "a folder",
                        version -> Files.createDirectory(version.resolve("lib")),
                        "not a plain file: name=lib, allowed=" + quoted(ALLOWED)),
                broken(
                        "a second weights file",
                        version -> Files.createFile(version.resolve("model.pt")),
                        "file does not belong to the format of the manifest: file=model\\.pt,"
                                + " expected=\\[golden\\.csv, weights\\.f32\\]"),
                broken(
                        "weights that are a link",
                        version -> {
                            Path elsewhere = version.resolveSibling("elsewhere");
                            Files.move(version.resolve("weights.f32"), elsewhere);
                            Files.createSymbolicLink(version.resolve("weights.f32"), elsewhere);
                        },
                        "file is a link: file=weights\\.f32; put the file itself there"),
                broken(
                        "a folder that is a link",
                        version -> {
                            Path elsewhere = version.resolveSibling("elsewhere");
                            Files.move(version, elsewhere);
                            Files.createSymbolicLink(version, elsewhere);
                        },
                        "there is no folder, or it is a link: folder=.*/house-price/1"),
                broken(
                        "too many files",
                        version -> {
                            for (int i = 0; i < 200; i++) {
                                Files.createFile(version.resolve("extra-" + i));
                            }
                        },
                        "files are too many or too large: max files=200, max bytes=2147483639"),
                broken(
                        "too many bytes",
                        version -> grow(version.resolve("weights.f32")),
                        "files are too many or too large: max files=200, max bytes=2147483639"),
                broken(
                        "a manifest that names a file elsewhere",
                        version -> edit(version, "golden.csv:", "\"../../../etc/passwd\":"),
                        "manifest names a file that is not allowed: file=\\.\\./\\.\\./\\.\\./etc/passwd,"
                                + " allowed=\\[golden\\.csv, weights\\.f32\\]"),
                broken(
                        "a manifest that names an absolute file",
                        version -> edit(version, "golden.csv:", "/etc/passwd:"),
                        "manifest names a file that is not allowed: file=/etc/passwd,"
                                + " allowed=\\[golden\\.csv, weights\\.f32\\]"),
                broken(
                        "a manifest without a hash",
                        version -> edit(version, "  golden.csv: " + "\"?" + HASH + "\"?\n", ""),
                        "manifest has no hash of a file: file=golden\\.csv"),
                broken(
                        "the manifest of another version",
                        version -> edit(version, "version: 1\n", "version: 2\n"),
                        "manifest is of another version: manifest=house-price@2, folder=house-price@1"),
                broken(
                        "the manifest of another model",
                        version -> edit(version, "model: house-price\n", "model: rents\n"),
                        "manifest is of another version: manifest=rents@1, folder=house-price@1"),
                broken(
                        "a manifest of a later layout",
                        version -> edit(version, "manifest: 1\n", "manifest: 2\n"),
                        "manifest is wrong\nhouse-price/1/manifest\\.yaml: 1 problem\n  line 1  manifest = 2   must be between 1 and 1"),
                broken(
                        "a manifest that is no YAML",
                        version -> Files.writeString(version.resolve("manifest.yaml"), "a: [1"),
                        "manifest is wrong\nhouse-price/1/manifest\\.yaml: 1 problem\n(?s).*is not valid YAML.*"),
                broken(
                        "a manifest with arrays of another network",
                        version -> edit(version, "shape:\n +- 1\n +- 4\n", "shape: [4, 1]\n"),
                        "manifest is wrong\n(?s).*network\\.parameters   must be those of the network:"
                                + " given=\\{weight-0=\\[4, 1\\], bias-0=\\[1\\]\\},"
                                + " expected=\\{weight-0=\\[1, 4\\], bias-0=\\[1\\]\\}"),
                broken(
                        "a manifest with a network of another width",
                        version -> {
                            edit(version, "inputs: 4\n", "inputs: 5\n");
                            edit(version, "shape:\n +- 1\n +- 4\n", "shape: [1, 5]\n");
                        },
                        "network has other inputs or outputs than the manifest: inputs=5, manifest=\\[TensorSpec.*\\],"
                                + " outputs=1, manifest=1"),
                broken(
                        "a manifest that asks for a huge network",
                        version -> edit(
                                version,
                                "architecture: linear\n  inputs: 4\n  hidden: \\[\\]",
                                "architecture: mlp\n  inputs: 1000000\n  hidden: [1000000]"),
                        "manifest is wrong\n(?s).*network is too large: parameters=1000002000001, max=268435456"),
                broken(
                        "a script that is none",
                        version -> {
                            edit(version, "format: parameters\n", "format: torchscript\n");
                            edit(version, "weights.f32: ", "model.pt: ");
                            Files.move(version.resolve("weights.f32"), version.resolve("model.pt"));
                        },
                        "file is no TorchScript model: file=model\\.pt, bytes=20, cause=(?s).*;"
                                + " export it with torch\\.jit\\.save"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void refusesWithTheReason(String name, Damage damage, String reason) throws Exception {
        damage.to(version);

        assertThatThrownBy(this::load)
                .as(name)
                .isInstanceOf(ModelLoadException.class)
                .message()
                .matches("house-price@1 is refused: (" + reason + ")");
    }

    @Test
    void refusesAPipelineThatLacksAColumn() {
        Schema other = new Schema(
                List.of(new Column("zip", FieldType.CATEGORY, 1), new Column("sqft_living", FieldType.FLOAT, 1)));

        assertThatThrownBy(() -> load(other))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("house-price@1 is refused: model reads a column that the pipeline does not have:"
                        + " column=sqft");
    }

    @Test
    void loadsWhatIsNotBroken() throws Exception {
        try (ServedModel model = load()) {
            assertThat(model.id().version()).isEqualTo(1);
        }
    }

    private ServedModel load() throws ModelLoadException {
        return load(Drafts.SCHEMA);
    }

    private ServedModel load(Schema schema) throws ModelLoadException {
        return new RegistrySource(folder.toString(), Drafts.MODEL, "1", schema).load(1, ComputeDevice.CPU);
    }

    private static Arguments broken(String name, Damage damage, String reason) {
        return Arguments.of(name, damage, reason);
    }

    private static String quoted(String text) {
        return "\\Q" + text + "\\E";
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[3] ^= 1;
        Files.write(file, bytes);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, Files.readString(file) + text);
    }

    private static void truncate(Path file, int bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        }
    }

    /** A sparse file. */
    private static void grow(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(3L << 30);
        }
    }

    private static void rehash(Path version, String file, byte[] content) throws IOException {
        String before = Sha256.of(Files.readAllBytes(version.resolve(file)));
        Files.write(version.resolve(file), content);
        edit(version, before, Sha256.of(content));
    }

    private static void edit(Path version, String pattern, String replacement) throws IOException {
        Path manifest = version.resolve("manifest.yaml");
        String before = Files.readString(manifest);
        String after = before.replaceFirst(pattern, replacement);
        assertThat(after).as("manifest with %s replaced", pattern).isNotEqualTo(before);
        Files.writeString(manifest, after);
    }

    /** What is done to a good version. */
    @FunctionalInterface
    interface Damage {
        void to(Path version) throws IOException;
    }
}
