package io.millrace.models.infer;

/**
 * One immutable version of a model.
 *
 * @param artefact SHA-256 of the version's manifest in hexadecimal; the manifest holds the hash of every other file
 */
public record VersionId(String model, int version, String artefact) {

    /** {@code <model>@<version>}. */
    @Override
    public String toString() {
        return model + '@' + version;
    }
}
