package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.EventsConfig;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Printable;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is checked of a record before anything parses it: sizes, headers, and the content type if it names one. */
final class Gate {
    private static final String CONTENT_TYPE = "content-type";
    private static final String CLOUD_EVENT = "ce_";

    private final EventsConfig.Limits limits;
    private final EventsConfig.Format format;

    Gate(EventsConfig events) {
        this.limits = events.limits();
        this.format = events.format();
    }

    @Nullable
    Rejection check(RawEvent raw, byte[] value) {
        if (value.length > limits.maxBytes()) {
            return GuardedDecoder.rejection(
                    raw, Reason.TOO_LARGE, "value is too large: bytes=" + value.length + ", max=" + limits.maxBytes());
        }
        return raw.headers().isEmpty() ? null : checkHeaders(raw);
    }

    private @Nullable Rejection checkHeaders(RawEvent raw) {
        long bytes = bytes(raw.headers());
        if (bytes > limits.maxHeaderBytes()) {
            return GuardedDecoder.rejection(
                    raw,
                    Reason.BAD_HEADERS,
                    "headers are too large: bytes=" + bytes + ", max=" + limits.maxHeaderBytes());
        }
        Set<String> once = new HashSet<>();
        for (Header header : raw.headers()) {
            if (standsOnce(header.name()) && !once.add(header.name())) {
                return GuardedDecoder.rejection(
                        raw,
                        Reason.BAD_HEADERS,
                        "header stands more than once: name=" + Printable.quoted(header.name()));
            }
        }
        return once.contains(CONTENT_TYPE) ? checkContentType(raw) : null;
    }

    private @Nullable Rejection checkContentType(RawEvent raw) {
        byte[] bytes = raw.header(CONTENT_TYPE);
        if (bytes == null || bytes.length == 0) {
            return GuardedDecoder.rejection(
                    raw, Reason.BAD_HEADERS, "header has no value: name=\"" + CONTENT_TYPE + "\"");
        }
        String contentType = new String(bytes, UTF_8);
        if (ContentTypes.fits(contentType.toLowerCase(Locale.ROOT), format)) {
            return null;
        }
        return GuardedDecoder.rejection(
                raw,
                Reason.UNKNOWN_FORMAT,
                "content type does not fit the declared format: content-type=" + Printable.quoted(contentType)
                        + ", format=" + format.name().toLowerCase(Locale.ROOT));
    }

    private static boolean standsOnce(String name) {
        return name.equals(CONTENT_TYPE) || name.startsWith(CLOUD_EVENT);
    }

    private static long bytes(List<Header> headers) {
        long bytes = 0;
        for (Header header : headers) {
            byte[] value = header.value();
            bytes += header.name().length() + (value == null ? 0 : value.length);
        }
        return bytes;
    }
}
