package io.millrace.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.FieldType;
import io.millrace.config.bind.ConfigException;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.VersionId;
import io.millrace.models.pytorch.TestModel;
import io.millrace.models.registry.Imports.Rows;
import io.millrace.models.registry.Imports.Source;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
    /* The model is 2 * x0 - x1 + 0.5 * x2 + 3. */
    private static final String SIGNATURE = """
            inputs:
              - name: dense
                columns:
                  - { column: a, encode: raw }
                  - { column: b, encode: standard, mean: 10, deviation: 2, fill: 10 }
                  - { column: c, encode: raw, fill: 4 }
            output: { task: regression, target: price }
            """;

    @TempDir
    private Path folder;

    private ModelRegistry registry;

    @BeforeEach
    void writeModel() throws IOException {
        registry = new ModelRegistry(folder.resolve("registry"));
        Files.write(folder.resolve("model.pt"), TestModel.LINEAR.bytes());
        Files.writeString(folder.resolve("signature.yaml"), SIGNATURE);
    }

    @Test
    void importsAModelThatReproducesItsGoldenRows() throws Exception {
        VersionId version = run(Rows.GOLDEN, "c,output[0],a,b,note\n2,5,1,12,x\n,5,1,14,y\n");

        assertThat(version.version()).isEqualTo(1);
        assertThat(registry.aliases("price").versions()).isEmpty();
        assertThat(registry.introduce(version)).isEqualTo("champion");
        assertThat(score(Values.ofNumbers(12, 1, 2))).isCloseTo(5, within(1e-5f));
    }

    @Test
    void makesGoldenRowsOfWhatTheModelGivesForSamples() throws Exception {
        run(Rows.SAMPLE, "a,b,c\n1,12,2\n3,10,\n");

        assertThat(folder.resolve("registry/price/1/golden.csv"))
                .hasContent("a,b,c,output[0]\n1.0,12.0,2.0,5.0\n3.0,10.0,,11.0\n,,,5.0\n");
    }

    @Test
    void importsWithTheSignatureThatTheManualShows() throws Exception {
        String manual = Files.readString(Path.of("..", "docs", "models.md"));
        int from = manual.indexOf("```yaml\n") + "```yaml\n".length();
        Files.writeString(folder.resolve("signature.yaml"), manual.substring(from, manual.indexOf("```", from)));

        assertThat(run(Rows.SAMPLE, "sqft_living,waterfront\n2000,1\n").version())
                .isEqualTo(1);
    }

    @Test
    void readsCompressedRows() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("a,b,c\n1,12,2\n".getBytes(StandardCharsets.UTF_8));
        }
        Path rows = Files.write(folder.resolve("rows.csv.gz"), bytes.toByteArray());

        assertThat(new Imports(registry).run(source(rows, Rows.SAMPLE)).version())
                .isEqualTo(1);
    }

    @Test
    void bringsTheOutputBackToTheScaleOfTheTarget() throws Exception {
        Files.writeString(
                folder.resolve("signature.yaml"),
                SIGNATURE.replace("target: price", "target: price, target-transform: log, scale: 0.5, offset: 1"));

        run(Rows.GOLDEN, "a,b,c,output[0]\n1,12,2," + Math.exp(3.5) + "\n");

        assertThat(score(Values.ofNumbers(12, 1, 2))).isCloseTo((float) Math.exp(3.5), within(1e-3f));
    }

    @Test
    void refusesAGoldenRowThatDoesNotReproduce() {
        assertThatThrownBy(() -> run(Rows.GOLDEN, "a,b,c,output[0]\n1,12,2,5\n1,14,2,5\n"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("price is not published: golden row does not reproduce: row=2, output=4.0, expected=5.0,"
                        + " tolerance=1.0E-4");
        assertThat(folder.resolve("registry/price/1")).doesNotExist();
    }

    @Test
    void refusesAFileWithAnotherHash() throws Exception {
        String expected = "0".repeat(64);
        Files.writeString(folder.resolve("signature.yaml"), SIGNATURE + "sha256: \"" + expected + "\"\n");

        assertThatThrownBy(() -> run(Rows.SAMPLE, "a,b,c\n1,12,2\n"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("file is not the one that the signature was written for: file="
                        + folder.resolve("model.pt") + ", sha256=" + Sha256.of(TestModel.LINEAR.bytes())
                        + ", expected=" + expected);
    }

    @Test
    void refusesAFileThatIsNoModel() throws Exception {
        Files.writeString(folder.resolve("model.pt"), "import os");

        assertThatThrownBy(() -> run(Rows.SAMPLE, "a,b,c\n1,12,2\n"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("file is no TorchScript model: file=model.pt, bytes=9, cause=")
                .hasMessageEndingWith("; export it with torch.jit.save");
    }

    @Test
    void refusesASignatureOfAnotherWidth() throws Exception {
        Files.writeString(
                folder.resolve("signature.yaml"), SIGNATURE.replace("      - { column: a, encode: raw }\n", ""));

        assertThatThrownBy(() -> run(Rows.SAMPLE, "a,b,c\n1,12,2\n"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("rows cannot be scored: model failed: rows=2, cause=");
    }

    @Test
    void refusesRowsWithoutAColumn() {
        assertThatThrownBy(() -> run(Rows.SAMPLE, "a,bb,c\n1,12,2\n"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("rows lack a column: column=b; did you mean bb?; columns=[a, bb, c]");
        assertThatThrownBy(() -> run(Rows.GOLDEN, "a,b,c\n1,12,2\n"))
                .isInstanceOf(ModelLoadException.class)
                .hasMessage("rows lack a column: column=output[0]; columns=[a, b, c]");
    }

    @Test
    void reportsEveryProblemOfTheSignature() throws Exception {
        Files.writeString(
                folder.resolve("signature.yaml"),
                SIGNATURE
                        .replace("task: regression", "task: binary, width: 3")
                        .replace("encode: raw }", "encode: row }"));

        assertThatThrownBy(() -> run(Rows.SAMPLE, "a,b,c\n1,12,2\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("inputs[0].columns[0].encode = row")
                .hasMessageContaining("output   outputs do not fit the task: task=BINARY, width=3, expected=1");
    }

    private VersionId run(Rows kind, String csv) throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), csv);
        return new Imports(registry).run(source(rows, kind));
    }

    private Source source(Path rows, Rows kind) {
        return new Source("price", folder.resolve("model.pt"), folder.resolve("signature.yaml"), rows, kind);
    }

    private float score(Values row) throws Exception {
        Schema schema = new Schema(List.of(
                new Column("b", FieldType.FLOAT, 1),
                new Column("a", FieldType.FLOAT, 1),
                new Column("c", FieldType.FLOAT, 1)));
        RegistrySource source = new RegistrySource(registry.root().toString(), "price", "1", schema);
        try (ServedModel model = source.load(1, ComputeDevice.CPU);
                TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(model.encoder().inputs(), 1)) {
            model.encoder().encode(row, batch, 0);
            return model.scorer().score(batch, 1)[0];
        }
    }
}
