package io.millrace.benchmarks.flow;

import io.millrace.operators.record.Event;

/** The enrich stage alone, with every row cached. */
public final class EnrichRig implements Rig.Loop {
    private static final int EVENTS = 4096;

    @Override
    public String name() {
        return "enrich";
    }

    @Override
    public String description() {
        return "decoded events in memory enriched, every row in the cache";
    }

    @Override
    public Turns open(RigInputs inputs) throws Exception {
        Event[] events = new Samples(inputs.workload(), inputs.pipeline()).decoded(EVENTS);
        return new Enriching(new WarmEnricher(inputs.workload().features(), inputs.pipeline(), events), events);
    }

    private static final class Enriching implements Turns {
        private final WarmEnricher enricher;
        private final Event[] events;
        private long micros;

        Enriching(WarmEnricher enricher, Event... events) {
            this.enricher = enricher;
            this.events = events;
        }

        @Override
        public int turn() {
            for (Event event : events) {
                micros += enricher.enrich(event).enrichMicros();
            }
            return events.length;
        }

        /** The sum, without which a compiler might find out that nobody needs the events. */
        @Override
        public String note() {
            return "micros=" + micros;
        }

        @Override
        public void close() {
            enricher.close();
        }
    }
}
