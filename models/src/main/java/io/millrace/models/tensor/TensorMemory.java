package io.millrace.models.tensor;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** A limited pool of off-heap memory from which batches are allocated. Closing it while anything is allocated fails. */
public final class TensorMemory implements AutoCloseable {
    private final BufferAllocator allocator;

    public TensorMemory(long limitBytes) {
        this.allocator = new RootAllocator(limitBytes);
    }

    /** Memory for a batch of up to {@code capacity} rows. */
    public BatchMemory batch(List<TensorSpec> inputs, int capacity) {
        return new BatchMemory(allocator, inputs, capacity);
    }

    /** Bytes allocated now. */
    public long allocatedBytes() {
        return allocator.getAllocatedMemory();
    }

    /**
     * Gives everything back.
     *
     * @throws IllegalStateException naming what is still allocated
     */
    @Override
    public void close() {
        allocator.close();
    }
}
