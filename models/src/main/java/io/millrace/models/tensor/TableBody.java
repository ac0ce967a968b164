package io.millrace.models.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a record batch where they lie. Every part is checked when it is asked for; together they may not be larger
 * than the bytes, so that nothing read from them is larger than a small multiple of the bytes.
 */
final class TableBody {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int bodyAt;
    private final int bodyLength;
    private final RecordBatch batch;
    private final FieldNode node = new FieldNode();
    private final Buffer part = new Buffer();
    private final int rows;

    /** @param maxRows most rows */
    TableBody(IpcMessages messages, RecordBatch batch, int maxRows) throws TableException {
        this.bytes = messages.bytes();
        this.bodyAt = messages.bodyAt();
        this.bodyLength = messages.bodyLength();
        this.batch = batch;
        if (batch.compression() != null) {
            throw new TableException(
                    TableException.Problem.FOREIGN,
                    "record batch is compressed, which is not read; let Kafka compress (compression.type)");
        }
        long length = batch.length();
        if (length < 0 || length > maxRows) {
            throw TableException.malformed("record batch has another number of rows than can be: rows=" + length);
        }
        this.rows = (int) length;
        long sum = 0;
        for (int i = 0; i < batch.buffersLength(); i++) {
            sum += Math.max(0, batch.buffers(part, i).length());
        }
        if (sum > bodyLength) {
            throw TableException.malformed(
                    "parts of a record batch overlap: bytes=" + bodyLength + ", bytes of the parts=" + sum);
        }
    }

    int rows() {
        return rows;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the batch has as many parts as its schema says. */
    boolean has(int nodes, int buffers) {
        return batch.nodesLength() == nodes && batch.buffersLength() == buffers;
    }

    /** The values in a column, missing ones included. */
    int length(int nodeIndex) throws TableException {
        long length = batch.nodes(node, nodeIndex).length();
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw TableException.malformed("column has another length than can be: length=" + length);
        }
        return (int) length;
    }

    /** Where a part begins, of which at least so many bytes are there. */
    int at(int bufferIndex, long leastBytes) throws TableException {
        Buffer found = batch.buffers(part, bufferIndex);
        long offset = found.offset();
        long length = found.length();
        if (offset < 0 || length < leastBytes || offset > bodyLength || length > bodyLength - offset) {
            throw TableException.malformed("part of a record batch is too short or lies beyond it: offset=" + offset
                    + ", length=" + length + ", expected=" + leastBytes + ", bytes=" + bodyLength);
        }
        return bodyAt + (int) offset;
    }

    int bytesOf(int bufferIndex) {
        return (int) batch.buffers(part, bufferIndex).length();
    }

    /** The rows in which a column has no value, or null if it has one in each. */
    @Nullable
    BitSet missing(int nodeIndex, int bufferIndex, int length) throws TableException {
        if (batch.nodes(node, nodeIndex).nullCount() == 0) {
            return null;
        }
        int validBytes = (length + Byte.SIZE - 1) / Byte.SIZE;
        int at = at(bufferIndex, validBytes);
        BitSet missing = BitSet.valueOf(ByteBuffer.wrap(bytes, at, validBytes));
        missing.flip(0, length);
        missing.clear(length, validBytes * Byte.SIZE);
        return missing.isEmpty() ? null : missing;
    }

    void doubles(int at, double[] target) {
        ByteBuffer.wrap(bytes, at, target.length * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(target);
    }

    void floats(int at, float[] target) {
        ByteBuffer.wrap(bytes, at, target.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(target);
    }

    boolean bit(int at, int index) {
        return (bytes[at + index / Byte.SIZE] >>> (index % Byte.SIZE) & 1) != 0;
    }

    int int32(int at, int index) {
        return (int) INTS.get(bytes, at + index * Integer.BYTES);
    }

    long int64(int at, int index) {
        return (long) LONGS.get(bytes, at + index * Long.BYTES);
    }

    float float32(int at, int index) {
        return Float.intBitsToFloat(int32(at, index));
    }

    double float64(int at, int index) {
        return Double.longBitsToDouble(int64(at, index));
    }

    /** A whole number of any width; one of 64 bits without a sign comes as if it had one. */
    long whole(ColumnType type, int at, int index) {
        return switch (type.bits()) {
            case Byte.SIZE -> type.signed() ? bytes[at + index] : bytes[at + index] & 0xff;
            case Short.SIZE -> {
                short value = (short) SHORTS.get(bytes, at + index * Short.BYTES);
                yield type.signed() ? value : value & 0xffff;
            }
            case Integer.SIZE -> type.signed() ? int32(at, index) : Integer.toUnsignedLong(int32(at, index));
            default -> int64(at, index);
        };
    }
}
