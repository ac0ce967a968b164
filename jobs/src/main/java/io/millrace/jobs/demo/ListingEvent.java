package io.millrace.jobs.demo;

import java.util.Optional;

/**
 * A listing as it is sent.
 *
 * @param number position in the stream, from 0
 * @param key the zip code, as bytes
 * @param value the bytes of the event, possibly damaged
 * @param defect what was done to the bytes; empty for a good event
 */
record ListingEvent(int number, byte[] key, byte[] value, Optional<Defect> defect) {}
