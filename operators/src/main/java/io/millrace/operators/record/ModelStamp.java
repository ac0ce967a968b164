package io.millrace.operators.record;

/**
 * The model behind a prediction.
 *
 * @param artefact SHA-256 of the version's manifest, in hexadecimal: names exactly what was run
 * @param variant {@code champion}, {@code canary} or {@code shadow}
 * @param propensity probability with which this variant was chosen for the event
 */
public record ModelStamp(String name, int version, String artefact, String variant, double propensity) {}
