package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RawEvent;

/**
 * Turns a record into an event, or into the reason why it is none. Never throws, whatever the bytes are. Used by one
 * thread.
 */
public interface EventDecoder {

    Decoded decode(RawEvent raw);

    /** The decoder of the format, the fields and the limits that a pipeline declares. */
    static EventDecoder of(EventsConfig events, Ticker ticker) {
        EventShape shape = new EventShape(events, ticker);
        FormatDecoder format =
                switch (events.format()) {
                    case JSON -> new JsonEventDecoder(shape, events);
                    case FRAME -> new FrameEventDecoder(shape);
                };
        return new GuardedDecoder(new Gate(events), format);
    }
}
