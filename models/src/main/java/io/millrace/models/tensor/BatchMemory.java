package io.millrace.models.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The off-heap memory of one batch: one buffer per model input, row after row, so that a tensor of shape
 * {@code [rows, width]} can alias its beginning. Different rows may be written by different threads at once; a reader
 * must have been told through a synchronising action that the writes are done.
 */
public final class BatchMemory implements AutoCloseable {
    private static final byte[] ZEROS = new byte[4096];

    private final List<TensorSpec> inputs;
    private final int capacity;
    private final List<ArrowBuf> buffers;
    private final ByteBuffer[] views;
    private final FloatBuffer[] floats;
    private final int[] widths;

    BatchMemory(BufferAllocator allocator, List<TensorSpec> inputs, int capacity) {
        this.inputs = List.copyOf(inputs);
        this.capacity = capacity;
        this.buffers = new ArrayList<>(inputs.size());
        this.views = new ByteBuffer[inputs.size()];
        this.floats = new FloatBuffer[inputs.size()];
        this.widths = inputs.stream().mapToInt(TensorSpec::width).toArray();
        try {
            for (int i = 0; i < views.length; i++) {
                long bytes = (long) capacity * inputs.get(i).rowBytes();
                ArrowBuf buffer = allocator.buffer(bytes);
                buffers.add(buffer);
                views[i] = buffer.nioBuffer(0, Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
                floats[i] = views[i].asFloatBuffer();
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public List<TensorSpec> inputs() {
        return inputs;
    }

    /** Most rows that fit. */
    public int capacity() {
        return capacity;
    }

    public void putFloat(int input, int row, int element, float value) {
        views[input].putFloat((row * widths[input] + element) * Float.BYTES, value);
    }

    /** Writes elements of a row, from {@code element} on. */
    public void putFloats(int input, int row, int element, float[] values) {
        floats[input].put(row * widths[input] + element, values);
    }

    public void putLong(int input, int row, int element, long value) {
        views[input].putLong((row * widths[input] + element) * Long.BYTES, value);
    }

    /** Sets some elements of a row to zero. */
    public void zero(int input, int row, int element, int count) {
        TensorSpec spec = inputs.get(input);
        int from = (row * spec.width() + element) * spec.element().bytes();
        int left = count * spec.element().bytes();
        while (left > 0) {
            int bytes = Math.min(left, ZEROS.length);
            views[input].put(from, ZEROS, 0, bytes);
            from += bytes;
            left -= bytes;
        }
    }

    public float getFloat(int input, int row, int element) {
        return views[input].getFloat((row * widths[input] + element) * Float.BYTES);
    }

    public long getLong(int input, int row, int element) {
        return views[input].getLong((row * widths[input] + element) * Long.BYTES);
    }

    /** The first {@code rows} rows of an input as a direct buffer in native order that shares this memory. */
    public ByteBuffer rows(int input, int rows) {
        return rows(input, 0, rows);
    }

    /** Rows {@code from} to {@code from + rows} of an input as a direct buffer in native order that shares this memory. */
    public ByteBuffer rows(int input, int from, int rows) {
        int rowBytes = inputs.get(input).rowBytes();
        return views[input].slice(from * rowBytes, rows * rowBytes).order(ByteOrder.nativeOrder());
    }

    /** Sets every element of every row to zero. */
    public void zero() {
        buffers.forEach(buffer -> buffer.setZero(0, buffer.capacity()));
    }

    /** Copies one row into another place, of this memory or of one with the same inputs. */
    public void copyRow(int row, BatchMemory target, int targetRow) {
        for (int i = 0; i < views.length; i++) {
            int rowBytes = inputs.get(i).rowBytes();
            target.views[i].put(targetRow * rowBytes, views[i], row * rowBytes, rowBytes);
        }
    }

    /** Gives the memory back. Nothing may alias it any more. */
    @Override
    public void close() {
        buffers.forEach(ArrowBuf::close);
        buffers.clear();
    }
}
