package io.millrace.models.pytorch;

/**
 * What training found.
 *
 * @param parameters in the order of the architecture
 * @param epochs passes after which the network was in this state
 */
public record TrainedNetwork(float[] parameters, int epochs) {}
