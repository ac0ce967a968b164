package io.millrace.operators.feature;

import io.millrace.config.ViewConfig;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RecordTypes;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The stage that computes the columns of a view from a stream of events. */
public final class Feature {
    /** The fixed id and name of the operator that aggregates. */
    public static final String UID = "aggregate";

    private Feature() {}

    /** The values of the view for each entity and slide, encoded for the view's topic. */
    public static SingleOutputStreamOperator<Outbound> stage(DataStream<Event> events, ViewConfig view) {
        return events.keyBy(Event::key, Types.STRING)
                .transform(UID, RecordTypes.FEATURE_UPDATE, new AggregateOperatorFactory(view))
                .uid(UID)
                .name(UID)
                .map(new EncodeFunction(view), RecordTypes.OUTBOUND)
                .uid("encode")
                .name("encode");
    }
}
