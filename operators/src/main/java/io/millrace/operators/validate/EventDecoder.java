package io.millrace.operators.validate;

import io.millrace.config.EventsConfig;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RawEvent;
import java.util.List;

/**
 * Turns a record into its events: each is one, or the reason why it is none. Never throws, whatever the bytes are. Used by one
 * thread.
 */
public interface EventDecoder {

    /** What the record holds, at least one element; just one unless the format puts many rows into a record. */
    List<Decoded> decode(RawEvent raw);

    /** The decoder of the format, the fields and the limits that a pipeline declares. */
    static EventDecoder of(EventsConfig events, Ticker ticker) {
        EventShape shape = new EventShape(events, ticker);
        FormatDecoder format =
                switch (events.format()) {
                    case JSON -> new JsonEventDecoder(shape, events);
                    case FRAME -> new FrameEventDecoder(shape);
                    case ARROW -> new ArrowEventDecoder(shape);
                };
        return new GuardedDecoder(new Gate(events), format);
    }
}
