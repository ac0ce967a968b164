package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The news that a learner has a version in the registry.
 *
 * @param parent the version that it goes on from
 * @param labels that the learner has learned from since it began
 * @param timeMillis when it was published
 */
@TypeInfo(RecordTypes.Factory.class)
public record Published(String model, int version, int parent, long labels, long timeMillis) {}
