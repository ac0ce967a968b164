package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A label as it arrived.
 *
 * @param target what it names: a prediction, an event or a key
 */
@TypeInfo(RecordTypes.Factory.class)
public record LabelEvent(RawEvent raw, String target, Label label) implements LabelRecord {

    @Override
    public long timeMillis() {
        long millis = label.moment().timeMillis();
        return millis == Label.NO_TIME ? label.moment().knownMillis() : millis;
    }
}
