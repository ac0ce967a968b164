package io.millrace.models.promote;

/**
 * What two versions said about an event whose label has become known.
 *
 * @param champion version
 * @param candidate version
 */
public record LabeledPair(int champion, int candidate, Pair losses) {}
