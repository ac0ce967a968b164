package io.millrace.jobs.demo;

/**
 * One house on the market and the price it will fetch.
 *
 * @param index position in the market's history; the same index is always the same listing
 * @param price the truth, in whole dollars; never part of an event
 */
record Listing(long index, Zip zip, double latitude, double longitude, House house, long price) {}
