package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the model saw in one batch, as one Arrow IPC stream with one record batch; see docs/messages.md.
 *
 * @param rows number of rows
 */
@TypeInfo(RecordTypes.Factory.class)
public record ScoredBatch(int rows, byte[] arrow) {}
