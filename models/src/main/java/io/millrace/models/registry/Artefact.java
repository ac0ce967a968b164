package io.millrace.models.registry;

import io.millrace.models.infer.VersionId;

/**
 * The files of a version, read once, with hashes that match.
 *
 * @param golden content of {@value Golden#FILE}
 */
record Artefact(VersionId id, Manifest manifest, byte[] weights, byte[] golden) {}
