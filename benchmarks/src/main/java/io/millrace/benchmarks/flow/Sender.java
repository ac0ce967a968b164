package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.benchmarks.latency.LatencyMeter;
import io.millrace.jobs.load.Arrivals;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.RawEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Hands events over when they are due, whatever became of those before, with the time at which they were due in a
 * header. The same events come again and again.
 */
final class Sender {
    /** The header with the nanoseconds from the start of the load until the event was due. */
    private static final String DUE = "due";

    private final Arrivals arrivals;
    private final List<Outbound> events;
    private final LatencyMeter lag;
    private final Clock clock;

    /**
     * What a sender waits with.
     *
     * @param pause waits for about so many nanoseconds
     */
    record Clock(Ticker ticker, LongConsumer pause) {}

    /**
     * @param lag takes how late each event was handed over
     */
    Sender(Arrivals arrivals, List<Outbound> events, LatencyMeter lag, Clock clock) {
        this.arrivals = arrivals;
        this.events = List.copyOf(events);
        this.lag = lag;
        this.clock = clock;
    }

    /**
     * Sends everything.
     *
     * @param startNanos start of the load by the ticker
     */
    void run(long startNanos, Consumer<Outbound> out) {
        for (int number = 0; number < arrivals.size(); number++) {
            long due = arrivals.offsetNanos(number);
            out.accept(stamped(events.get(number % events.size()), due, startNanos));
        }
    }

    private Outbound stamped(Outbound event, long due, long startNanos) {
        List<Header> headers = new ArrayList<>(event.headers());
        headers.add(new Header(DUE, Long.toString(due).getBytes(US_ASCII)));
        Outbound stamped = new Outbound(event.key(), event.value(), headers);
        long late = clock.ticker.nanos() - startNanos - due;
        while (late < 0) {
            clock.pause.accept(-late);
            late = clock.ticker.nanos() - startNanos - due;
        }
        lag.record(due, late);
        return stamped;
    }

    /** When an event was due, in nanoseconds from the start of the load; negative if no sender stamped it. */
    static long due(RawEvent event) {
        byte[] due = event.header(DUE);
        return due == null ? -1 : Long.parseLong(new String(due, US_ASCII));
    }
}
