package io.millrace.models.feature;

import io.millrace.models.infer.FakeScorer;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An encoder for {@link FakeScorer}: the number in column 0 becomes the only element. All of them are equal. */
public final class FakeEncoder implements RowEncoder {

    @Override
    public List<TensorSpec> inputs() {
        return FakeScorer.INPUTS;
    }

    @Override
    public void encode(Row row, BatchMemory memory, int index) {
        memory.putFloat(0, index, 0, (float) row.number(0));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FakeEncoder;
    }

    @Override
    public int hashCode() {
        return FakeEncoder.class.hashCode();
    }
}
