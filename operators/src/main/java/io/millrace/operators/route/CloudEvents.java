package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Header;
import io.millrace.operators.record.RawEvent;
import java.util.ArrayList;
import java.util.List;

/** The headers of CloudEvents 1.0 in Kafka's binary mode, with the trace context of the event passed through. */
final class CloudEvents {
    static final String JSON = "application/json";

    private static final String ID = "ce_id";
    private static final String TIME = "ce_time";
    private static final Header SPEC_VERSION = header("ce_specversion", "1.0");
    private static final List<String> TRACE = List.of("traceparent", "tracestate");

    private final Header source;
    private final Header type;
    private final Header contentType;

    /**
     * Headers of one kind of message.
     *
     * @param kind name of the kind in the plural, as topics have it
     */
    CloudEvents(String pipeline, String kind, String contentType) {
        this.source = header("ce_source", "/millrace/" + pipeline + "/" + kind);
        this.type = header("ce_type", "io.millrace." + kind + ".v1");
        this.contentType = header("content-type", contentType);
    }

    /** Headers without a time and without a trace. */
    List<Header> headers(String id) {
        return List.of(SPEC_VERSION, header(ID, id), source, type, contentType);
    }

    /** Headers of what was made from an event. */
    List<Header> headers(Identity identity) {
        RawEvent raw = identity.event().raw();
        Header id = new Header(ID, identity.id());
        Header time = new Header(TIME, identity.time());
        return raw.headers().isEmpty()
                ? List.of(SPEC_VERSION, id, source, type, contentType, time)
                : traced(List.of(SPEC_VERSION, id, source, type, contentType, time), raw);
    }

    private static List<Header> traced(List<Header> untraced, RawEvent raw) {
        List<Header> headers = new ArrayList<>(untraced);
        for (String name : TRACE) {
            byte[] value = raw.header(name);
            if (value != null) {
                headers.add(new Header(name, value));
            }
        }
        return headers;
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }
}
