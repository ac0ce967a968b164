package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/**
 * Writes rejections as dead letters: key, value and headers as they were read, followed by headers that say where the
 * event was read and why it was refused. What would make the record too large is left out, largest part first, and its
 * size and hash are left in its place; the position says where the original lies.
 */
final class DeadLetterEncoder {
    static final String PREFIX = "__millrace.errors.";

    private final Header pipeline;

    DeadLetterEncoder(String pipeline) {
        this.pipeline = header("pipeline", pipeline);
    }

    Outbound encode(Rejection rejection) {
        EnumSet<Part> omitted = EnumSet.noneOf(Part.class);
        Outbound letter = encode(rejection, omitted);
        while (letter.bytes() > Outbound.MAX_BYTES && omitted.size() < Part.values().length) {
            omitted.add(Part.largest(rejection.raw(), omitted));
            letter = encode(rejection, omitted);
        }
        return letter;
    }

    private Outbound encode(Rejection rejection, EnumSet<Part> omitted) {
        RawEvent raw = rejection.raw();
        List<Header> headers = new ArrayList<>(omitted.contains(Part.HEADERS) ? List.of() : raw.headers());
        addCause(headers, rejection);
        for (Part part : omitted) {
            headers.add(header("omitted." + part.word + ".bytes", Long.toString(part.bytes(raw))));
            if (part != Part.HEADERS) {
                headers.add(header("omitted." + part.word + ".sha256", Sha256.hex(part.content(raw))));
            }
        }
        return new Outbound(
                omitted.contains(Part.KEY) ? null : raw.key(),
                omitted.contains(Part.VALUE) ? null : raw.value(),
                headers);
    }

    private void addCause(List<Header> headers, Rejection rejection) {
        Position position = rejection.raw().position();
        headers.add(pipeline);
        headers.add(header("topic", position.topic()));
        headers.add(header("partition", Integer.toString(position.partition())));
        headers.add(header("offset", Long.toString(position.offset())));
        if (position.row() != Position.NO_ROW) {
            headers.add(header("row", Integer.toString(position.row())));
        }
        headers.add(header("timestamp", Long.toString(rejection.raw().timestamp())));
        headers.add(header("stage", rejection.stage().name()));
        headers.add(header("reason", rejection.reason().name()));
        headers.add(header("detail", rejection.detail()));
    }

    private static Header header(String name, String value) {
        return new Header(PREFIX + name, value.getBytes(UTF_8));
    }

    /** What a record consists of. */
    private enum Part {
        VALUE("value"),
        HEADERS("headers"),
        KEY("key");

        private static final byte[] NOTHING = {};

        private final String word;

        Part(String word) {
            this.word = word;
        }

        static Part largest(RawEvent raw, EnumSet<Part> except) {
            return EnumSet.complementOf(except).stream()
                    .max(Comparator.comparingLong(part -> part.bytes(raw)))
                    .orElse(KEY);
        }

        long bytes(RawEvent raw) {
            if (this != HEADERS) {
                return content(raw).length;
            }
            long bytes = 0;
            for (Header header : raw.headers()) {
                byte[] value = header.value();
                bytes += header.name().length() + (value == null ? 0 : value.length);
            }
            return bytes;
        }

        byte[] content(RawEvent raw) {
            byte[] content = this == KEY ? raw.key() : raw.value();
            return content == null ? NOTHING : content;
        }
    }
}
