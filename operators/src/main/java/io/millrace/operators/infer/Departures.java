package io.millrace.operators.infer;

import io.millrace.models.batch.FinishedBatch;
import io.millrace.operators.record.Reason;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;

/** The ways out of the infer stage. */
interface Departures {

    /** An event leaves with the outputs of its row. */
    void scored(Arrival arrival, FinishedBatch<?> batch, int row);

    /** An event leaves as a dead letter. */
    void rejected(Arrival arrival, Reason reason, String detail);

    /** A watermark or a watermark status leaves. */
    void barrier(StreamElement barrier);

    /** Nothing more leaves for now: a checkpoint may follow. */
    void pause();
}
