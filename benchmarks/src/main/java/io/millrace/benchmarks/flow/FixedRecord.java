package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;

/** Records as large as predictions, headers included, that say nothing but which event they stand for. */
final class FixedRecord implements Serializable {
    private static final byte[] PREFIX = "{\"prediction_id\":\"".getBytes(UTF_8);
    private static final byte[] MIDDLE = "\",\"filler\":\"".getBytes(UTF_8);
    private static final byte[] SUFFIX = "\"}".getBytes(UTF_8);

    private final int bytes;

    FixedRecord(int bytes) {
        this.bytes = bytes;
    }

    Outbound of(Position position, byte[] key) {
        byte[] id = position.toString().getBytes(UTF_8);
        ByteBuffer value =
                ByteBuffer.allocate(Math.max(bytes, PREFIX.length + id.length + MIDDLE.length + SUFFIX.length));
        value.put(PREFIX).put(id).put(MIDDLE);
        while (value.remaining() > SUFFIX.length) {
            value.put((byte) 'x');
        }
        value.put(SUFFIX);
        return new Outbound(key, value.array(), headers(id));
    }

    private static List<Header> headers(byte[] id) {
        return List.of(
                new Header("ce_specversion", "1.0".getBytes(UTF_8)),
                new Header("ce_id", id),
                new Header("ce_source", "/millrace/benchmark/predictions".getBytes(UTF_8)),
                new Header("ce_type", "io.millrace.predictions.v1".getBytes(UTF_8)),
                new Header("content-type", "application/json".getBytes(UTF_8)),
                new Header("ce_time", "2026-01-01T00:00:00.000Z".getBytes(UTF_8)));
    }
}
