package io.millrace.operators.record;

import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What became of a record: an event, or the reason why it is none. */
@TypeInfo(RecordTypes.Factory.class)
public sealed interface Decoded permits Event, Rejection {

    /** Applies the function that fits. */
    <R> R fold(Function<? super Event, ? extends R> event, Function<? super Rejection, ? extends R> rejection);

    /** The record it was made from. */
    RawEvent raw();
}
