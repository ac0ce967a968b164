package io.millrace.operators.validate;

import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoder behind its gate. Should it fail on an event, that event is refused: an exception would make the job restart
 * at the same offset for ever.
 */
final class GuardedDecoder implements EventDecoder {
    private final Gate gate;
    private final FormatDecoder format;

    GuardedDecoder(Gate gate, FormatDecoder format) {
        this.gate = gate;
        this.format = format;
    }

    @Override
    public List<Decoded> decode(RawEvent raw) {
        try {
            byte @Nullable [] value = raw.value();
            if (value == null || value.length == 0) {
                return List.of(rejection(raw, Reason.EMPTY, value == null ? "value is null" : "value has no bytes"));
            }
            Rejection refused = gate.check(raw, value);
            return refused != null ? List.of(refused) : format.decode(raw, value);
        } catch (RuntimeException e) {
            return List.of(rejection(raw, Reason.MALFORMED, "decoder failed on these bytes: " + e));
        }
    }

    static Rejection rejection(RawEvent raw, Reason reason, String detail) {
        return new Rejection(raw, Rejection.Stage.VALIDATE, reason, detail);
    }
}
