package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The news that another version serves.
 *
 * @param epoch counts alias moves of the model; an announcement with an epoch that is not greater than the current one
 *     is ignored
 */
@TypeInfo(RecordTypes.Factory.class)
public record ModelAnnouncement(String model, int version, long epoch) {}
