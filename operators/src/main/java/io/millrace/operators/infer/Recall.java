package io.millrace.operators.infer;

import io.millrace.operators.inflight.InFlightQueue.Entry;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import java.util.List;

/**
 * Reads what predictions are made from, of several events before the first of their predictions is made. An event that has
 * waited for its batch has left the processor's caches, and what names it is several references away: when one is made
 * after the other, each waits for the memory behind every reference. Here no event waits for another one, so that their
 * waits overlap (group prefetching: Chen, Ailamaki, Gibbons and Mowry, Improving Hash Join Performance through Prefetching,
 * ICDE 2004, section 4). Used by one thread.
 */
final class Recall {
    @SuppressWarnings("UnusedVariable") // what is read must go somewhere, or a compiler leaves the reading out
    private long sum;

    void events(List<Entry<Arrival, Outcome>> entries) {
        long read = 0;
        for (Entry<Arrival, Outcome> entry : entries) {
            read += read(entry.input().event());
        }
        sum += read;
    }

    private static long read(EnrichedEvent enriched) {
        Event event = enriched.event();
        return event.raw().position().offset()
                + event.id().length()
                + event.key().length()
                + enriched.features().columns()
                + enriched.features().maxAgeMillis();
    }
}
