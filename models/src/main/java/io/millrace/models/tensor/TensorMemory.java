package io.millrace.models.tensor;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.rounding.DefaultRoundingPolicy;

/** A limited pool of off-heap memory from which batches are allocated. Closing it while anything is allocated fails. */
public final class TensorMemory implements AutoCloseable {
    private static final AtomicLong PROCESS_BYTES = new AtomicLong();

    private final BufferAllocator allocator;

    public TensorMemory(long limitBytes) {
        this.allocator = new RootAllocator(new ProcessBytes(), limitBytes);
    }

    /** Exactly as much memory as that many batches of up to {@code capacity} rows take. */
    public static TensorMemory forBatches(List<TensorSpec> inputs, int capacity, int batches) {
        long batchBytes = 0;
        for (TensorSpec input : inputs) {
            batchBytes +=
                    DefaultRoundingPolicy.DEFAULT_ROUNDING_POLICY.getRoundedSize((long) capacity * input.rowBytes());
        }
        return new TensorMemory(batchBytes * batches);
    }

    /** Memory for a batch of up to {@code capacity} rows. */
    public BatchMemory batch(List<TensorSpec> inputs, int capacity) {
        return new BatchMemory(allocator, inputs, capacity);
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /** Bytes allocated now. */
    public long allocatedBytes() {
        return allocator.getAllocatedMemory();
    }

    /** Bytes allocated now from all pools of this process. */
    public static long processBytes() {
        return PROCESS_BYTES.get();
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

    private static final class ProcessBytes implements AllocationListener {

        @Override
        public void onAllocation(long size) {
            PROCESS_BYTES.addAndGet(size);
        }

        @Override
        public void onRelease(long size) {
            PROCESS_BYTES.addAndGet(-size);
        }
    }
}
