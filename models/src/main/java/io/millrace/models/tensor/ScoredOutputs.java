package io.millrace.models.tensor;

import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.jspecify.annotations.Nullable;

/**
 * What both versions said about the rows of a record batch. Rows that were written before there were candidates are the
 * champion's.
 */
final class ScoredOutputs {
    private final ScoredVersions versions;
    private final FieldVector outputs;
    private final @Nullable FieldVector shadowOutputs;
    private final @Nullable TinyIntVector variants;
    private final @Nullable Float4Vector propensities;
    private final Variant[] variantByCode;

    ScoredOutputs(VectorSchemaRoot root, FieldVector outputs) throws IOException {
        Map<String, String> metadata = root.getSchema().getCustomMetadata();
        this.versions = versions(metadata);
        this.outputs = outputs;
        this.shadowOutputs = root.getVector(ScoredSchema.SHADOW_OUTPUT);
        this.variants = optional(root.getVector(ScoredSchema.VARIANT), TinyIntVector.class);
        this.propensities = optional(root.getVector(ScoredSchema.PROPENSITY), Float4Vector.class);
        this.variantByCode = variantByCode(metadata.getOrDefault(ScoredSchema.VARIANT_NAMES, ""));
    }

    private static ScoredVersions versions(Map<String, String> metadata) throws IOException {
        String model = metadata.getOrDefault(ScoredSchema.MODEL_NAME, "");
        String shadow = metadata.get(ScoredSchema.SHADOW_VERSION);
        try {
            return new ScoredVersions(
                    new VersionId(
                            model,
                            Integer.parseInt(metadata.getOrDefault(ScoredSchema.MODEL_VERSION, "0")),
                            metadata.getOrDefault(ScoredSchema.ARTEFACT, "")),
                    shadow == null
                            ? null
                            : new VersionId(
                                    model,
                                    Integer.parseInt(shadow),
                                    metadata.getOrDefault(ScoredSchema.SHADOW_ARTEFACT, "")),
                    micros(metadata.get(ScoredSchema.MICROS)),
                    micros(metadata.get(ScoredSchema.SHADOW_MICROS)));
        } catch (NumberFormatException e) {
            throw new IOException("scored rows have a version that is no number: metadata=" + metadata, e);
        }
    }

    /** Records from before there were times do not have them; a row is good without. */
    private static int micros(@Nullable String written) {
        try {
            return written == null
                    ? ScoredVersions.UNKNOWN
                    : Math.max(ScoredVersions.UNKNOWN, Integer.parseInt(written));
        } catch (NumberFormatException e) {
            return ScoredVersions.UNKNOWN;
        }
    }

    private static <V extends FieldVector> @Nullable V optional(@Nullable FieldVector vector, Class<V> type)
            throws IOException {
        if (vector != null && !type.isInstance(vector)) {
            throw new IOException("scored rows have a column of another type: found=" + vector.getField());
        }
        return vector == null ? null : type.cast(vector);
    }

    private static Variant[] variantByCode(String names) throws IOException {
        List<Variant> known = List.of(Variant.values());
        String[] written = names.isEmpty() ? new String[0] : names.split(",", -1);
        Variant[] byCode = new Variant[written.length];
        for (int code = 0; code < written.length; code++) {
            String name = written[code];
            byCode[code] = known.stream()
                    .filter(each -> each.text().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            "scored rows have an unknown variant: variant=" + name + ", known=" + known));
        }
        return byCode;
    }

    Variant variant(int row) {
        return variants == null ? Variant.CHAMPION : variantByCode[variants.get(row)];
    }

    float propensity(int row) {
        return propensities == null ? 1 : propensities.get(row);
    }

    float output(int row, int element) {
        return element(outputs, row, element);
    }

    VersionId model(int row) {
        return versions.of(variant(row));
    }

    @Nullable
    VersionId shadow(int row) {
        return shadowOutputs == null || shadowOutputs.isNull(row) ? null : versions.beside(variant(row));
    }

    @Nullable
    VersionId asked(int row) {
        return versions.beside(variant(row));
    }

    int micros(int row) {
        return versions.microsOf(variant(row));
    }

    int shadowMicros(int row) {
        return versions.microsBeside(variant(row));
    }

    float shadowOutput(int row, int element) {
        if (shadowOutputs == null) {
            throw new IllegalStateException("row has no shadow output: row=" + row);
        }
        return element(shadowOutputs, row, element);
    }

    private static float element(FieldVector vector, int row, int element) {
        return vector instanceof Float4Vector floats
                ? floats.get(row)
                : floats((FixedSizeListVector) vector, row)[element];
    }

    static float[] floats(FixedSizeListVector list, int row) {
        Float4Vector elements = (Float4Vector) list.getDataVector();
        float[] floats = new float[list.getListSize()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = elements.get(row * floats.length + i);
        }
        return floats;
    }
}
