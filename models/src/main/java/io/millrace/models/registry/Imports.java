package io.millrace.models.registry;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.SignatureYaml.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Makes versions of TorchScript models that were trained elsewhere. */
public final class Imports {
    private static final int SAMPLE_ROWS = 32;

    private final ModelRegistry registry;

    public Imports(ModelRegistry registry) {
        this.registry = registry;
    }

    /** Where golden rows come from. */
    public enum Rows {
        /** The file holds rows with the outputs that the model must reproduce. */
        GOLDEN,
        /** The file holds rows without outputs; what the model gives now for the first of them becomes golden. */
        SAMPLE
    }

    /**
     * A model to import.
     *
     * @param model name in the registry
     * @param script TorchScript file, as {@code torch.jit.save} writes it
     * @param signature YAML file with the inputs and outputs
     * @param rows CSV file with the columns that the model reads, by name; or the same with {@code .gz}
     * @param kind what the rows are
     */
    public record Source(String model, Path script, Path signature, Path rows, Rows kind) {}

    /**
     * Imports a version. It is published but not given an alias; see {@link ModelRegistry#introduce}.
     *
     * @throws io.millrace.config.bind.ConfigException with every problem of the signature file
     * @throws ModelLoadException saying why the model is refused
     */
    public VersionId run(Source source) throws ModelLoadException, IOException {
        Signature signature = SignatureYaml.read(
                source.signature(), String.valueOf(source.script().getFileName()));
        byte[] script = script(source.script());
        String hash = Sha256.of(script);
        if (signature.sha256() != null && !hash.equals(signature.sha256())) {
            throw new ModelLoadException("file is not the one that the signature was written for: file="
                    + source.script() + ", sha256=" + hash + ", expected=" + signature.sha256());
        }
        Trial trial = new Trial(signature.content(), script);
        return registry.publish(new Draft(source.model(), null, trial, golden(trial, source)));
    }

    private static byte[] script(Path file) throws ModelLoadException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelLoadException("file does not exist: file=" + file);
        }
        if (Files.size(file) > Verification.MAX_BYTES) {
            throw new ModelLoadException("file is too large: file=" + file + ", bytes=" + Files.size(file) + ", max="
                    + Verification.MAX_BYTES);
        }
        return Files.readAllBytes(file);
    }

    private static byte[] golden(Trial trial, Source source) throws ModelLoadException, IOException {
        Manifest.Content content = trial.content();
        GoldenCsv csv = new GoldenCsv(content.inputs(), content.output().width());
        byte[] rows = rows(source.rows());
        return switch (source.kind()) {
            case GOLDEN -> csv.write(csv.readByName(rows));
            case SAMPLE -> GoldenRows.of(trial, csv.schema(), csv.readRows(rows, SAMPLE_ROWS));
        };
    }

    private static byte[] rows(Path file) throws ModelLoadException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelLoadException("file does not exist: file=" + file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        }
    }
}
