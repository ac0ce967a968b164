package io.millrace.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.tensor.TensorSpec.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;

class BatchMemoryTest {
    private static final List<TensorSpec> INPUTS =
            List.of(new TensorSpec("dense", Element.FLOAT32, 3), new TensorSpec("ids", Element.INT64, 2));

    @Test
    void holdsEachInputRowAfterRow() {
        try (TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(INPUTS, 4)) {
            batch.zero();
            batch.putFloat(0, 1, 2, 1.5f);
            batch.putLong(1, 2, 1, Long.MIN_VALUE);

            assertThat(batch.getFloat(0, 1, 2)).isEqualTo(1.5f);
            assertThat(batch.getLong(1, 2, 1)).isEqualTo(Long.MIN_VALUE);
            assertThat(batch.rows(0, 4).getFloat((1 * 3 + 2) * 4)).isEqualTo(1.5f);
            assertThat(batch.rows(1, 4).getLong((2 * 2 + 1) * 8)).isEqualTo(Long.MIN_VALUE);
            assertThat(batch.capacity()).isEqualTo(4);
            assertThat(batch.inputs()).isEqualTo(INPUTS);
        }
    }

    @Test
    void showsRowsAsDirectBuffersThatShareIt() {
        try (TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(INPUTS, 4)) {
            ByteBuffer rows = batch.rows(0, 1, 2);
            batch.putFloat(0, 1, 0, 7);
            batch.putFloat(0, 2, 2, 8);

            assertThat(rows.isDirect()).isTrue();
            assertThat(rows.order()).isEqualTo(ByteOrder.nativeOrder());
            assertThat(rows.remaining()).isEqualTo(2 * 3 * 4);
            assertThat(rows.getFloat(0)).isEqualTo(7);
            assertThat(rows.getFloat(5 * 4)).isEqualTo(8);
        }
    }

    @Test
    void copiesRowsFromBatchToBatch() {
        try (TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory source = memory.batch(INPUTS, 4);
                BatchMemory target = memory.batch(INPUTS, 2)) {
            source.putFloat(0, 3, 1, 5);
            source.putLong(1, 3, 0, 6);
            source.copyRow(3, target, 1);

            assertThat(target.getFloat(0, 1, 1)).isEqualTo(5);
            assertThat(target.getLong(1, 1, 0)).isEqualTo(6);
        }
    }

    @Test
    void refusesRowsBeyondItsCapacity() {
        try (TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(INPUTS, 4)) {
            assertThatThrownBy(() -> batch.putFloat(0, 4, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> batch.rows(0, 3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aPoolForSomeBatchesHoldsExactlyThose() {
        try (TensorMemory memory = TensorMemory.forBatches(INPUTS, 100, 2);
                BatchMemory first = memory.batch(INPUTS, 100);
                BatchMemory second = memory.batch(INPUTS, 100)) {
            assertThatThrownBy(() -> memory.batch(INPUTS, 100)).isInstanceOf(OutOfMemoryException.class);
            assertThat(first.capacity()).isEqualTo(second.capacity());
        }
    }

    @Test
    void anAllocationThatFailsHalfWayLeavesNothing() {
        try (TensorMemory memory = new TensorMemory(2048)) {
            assertThatThrownBy(() -> memory.batch(INPUTS, 128)).isInstanceOf(OutOfMemoryException.class);

            assertThat(memory.allocatedBytes()).isZero();
        }
    }

    @Test
    void countsWhatTheProcessHolds() {
        long before = TensorMemory.processBytes();
        try (TensorMemory memory = new TensorMemory(1 << 20)) {
            BatchMemory batch = memory.batch(INPUTS, 4);
            assertThat(TensorMemory.processBytes() - before)
                    .isEqualTo(memory.allocatedBytes())
                    .isPositive();
            batch.close();
        }
        assertThat(TensorMemory.processBytes()).isEqualTo(before);
    }

    @Test
    void doesNotCloseOverMemoryThatIsStillInUse() {
        TensorMemory memory = new TensorMemory(1 << 20);
        memory.batch(INPUTS, 4);

        assertThatThrownBy(memory::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leaked");
    }

    @Test
    void anInputHasElements() {
        assertThatThrownBy(() -> new TensorSpec("dense", Element.FLOAT32, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor has no elements: name=dense, width=0");
        assertThat(INPUTS.get(0).rowBytes()).isEqualTo(12);
        assertThat(INPUTS.get(1).rowBytes()).isEqualTo(16);
    }
}
