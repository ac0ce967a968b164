package io.millrace.operators.enrich;

import io.millrace.config.EventsConfig;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.KeyReader;
import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/** The key of a view in an event, for Flink, which knows no missing keys. */
final class JoinKeys implements KeySelector<EnrichedEvent, String> {
    /** Stands for a missing key; no entity has it. */
    static final String NO_KEY = "";

    private static final long serialVersionUID = 1;

    private final EventsConfig events;
    private final String field;
    private transient @Nullable KeyReader reader;

    JoinKeys(EventsConfig events, String field) {
        this.events = events;
        this.field = field;
    }

    @Override
    public String getKey(EnrichedEvent enriched) {
        KeyReader opened = reader;
        if (opened == null) {
            opened = KeyReader.of(events, field);
            reader = opened;
        }
        String key = opened.key(enriched.event());
        return key == null ? NO_KEY : key;
    }
}
