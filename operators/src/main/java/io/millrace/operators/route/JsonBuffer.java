package io.millrace.operators.route;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A JSON generator and the buffer it writes to, both used again for every object. Used by one thread. */
final class JsonBuffer {
    /** From here on characters are escaped, so that half of a surrogate pair is written and not refused. */
    private static final int LAST_UNESCAPED = 0xd7ff;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final JsonGenerator generator;

    JsonBuffer() {
        try {
            generator = new JsonFactoryBuilder()
                    .rootValueSeparator("")
                    .highestNonEscapedChar(LAST_UNESCAPED)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build()
                    .createGenerator(bytes, JsonEncoding.UTF8);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** Writes one object. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** The bytes of one object. */
    byte[] object(Body body) {
        bytes.reset();
        try {
            generator.writeStartObject();
            body.write(generator);
            generator.writeEndObject();
            generator.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
