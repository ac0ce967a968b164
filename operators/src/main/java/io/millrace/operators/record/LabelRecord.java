package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What became of a record of the labels topic: a label, or the reason why it is none. */
@TypeInfo(RecordTypes.Factory.class)
public sealed interface LabelRecord permits LabelEvent, LabelRecord.Refused {

    /** When the truth was, or else when the label was written; {@link Label#NO_TIME} if nobody knows. */
    long timeMillis();

    /** A record that is no label. */
    record Refused(Rejection rejection) implements LabelRecord {

        @Override
        public long timeMillis() {
            return Label.NO_TIME;
        }
    }
}
