package io.millrace.benchmarks.rival;

import io.millrace.models.feature.Row;
import io.millrace.models.feature.RowEncoder;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a client encoded already: copied into a batch as they are. A row is the elements of each input, one input
 * after the other, in the byte order of the machine, because both ends of the comparison are on the same one.
 */
record EncodedRows(List<TensorSpec> inputs) implements RowEncoder {

    EncodedRows {
        inputs = List.copyOf(inputs);
    }

    /** Bytes of a row. */
    int bytes() {
        return inputs.stream().mapToInt(TensorSpec::rowBytes).sum();
    }

    @Override
    public void encode(Row row, BatchMemory memory, int index) {
        ByteBuf bytes = ((Encoded) row).bytes;
        int at = bytes.readerIndex();
        for (int i = 0; i < inputs.size(); i++) {
            ByteBuffer target = memory.rows(i, index, 1);
            int length = target.remaining();
            bytes.getBytes(at, target);
            at += length;
        }
    }

    /** Takes a row out of a batch, for sending. */
    void copy(BatchMemory memory, int index, ByteBuf bytes) {
        for (int i = 0; i < inputs.size(); i++) {
            bytes.writeBytes(memory.rows(i, index, 1));
        }
    }

    /** A row that has no columns any more. */
    record Encoded(ByteBuf bytes) implements Row {

        @Override
        public double number(int column) {
            return Double.NaN;
        }

        @Override
        public @Nullable String text(int column) {
            return null;
        }

        @Override
        public float @Nullable [] vector(int column) {
            return null;
        }
    }
}
