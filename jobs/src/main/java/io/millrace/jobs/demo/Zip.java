package io.millrace.jobs.demo;

/**
 * A zip code of the made-up county.
 *
 * @param weight share of all listings, before normalisation
 * @param effect what the place adds to the log price
 * @param shift what the market shift adds to the effect
 */
record Zip(String code, double latitude, double longitude, double weight, double effect, double shift) {}
