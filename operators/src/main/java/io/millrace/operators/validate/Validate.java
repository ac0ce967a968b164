package io.millrace.operators.validate;

import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The validate stage: events go on, rejections leave by side output. */
public final class Validate {
    /** The stage's fixed operator id and name. */
    public static final String UID = "validate";

    private Validate() {}

    /**
     * Parts what a source decoded. Decoding itself happens in the source, behind an {@link EventDecoder}, so that
     * watermarks are made per partition. Rejections leave by {@link
     * io.millrace.operators.record.SideOutputs#REJECTED}.
     */
    public static SingleOutputStreamOperator<Event> stage(DataStream<Decoded> decoded) {
        return decoded.process(new ValidateFunction(), RecordTypes.EVENT)
                .uid(UID)
                .name(UID);
    }
}
