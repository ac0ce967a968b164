package io.millrace.benchmarks.rival;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * DJL's translator for rows that lie in a batch's memory. Its tensors alias that memory, which is the fastest way in.
 *
 * @param batchifier what puts rows together, or null for tensors that have the dimension of the batch already
 */
record RowTranslator(BatchMemory memory, @Nullable Batchifier batchifier) implements Translator<Integer, float[]> {

    @Override
    public NDList processInput(TranslatorContext context, Integer row) {
        NDManager manager = context.getNDManager();
        NDList tensors = new NDList(memory.inputs().size());
        for (int i = 0; i < memory.inputs().size(); i++) {
            TensorSpec input = memory.inputs().get(i);
            Shape shape = batchifier == null ? new Shape(1, input.width()) : new Shape(input.width());
            DataType type =
                    switch (input.element()) {
                        case FLOAT32 -> DataType.FLOAT32;
                        case INT64 -> DataType.INT64;
                    };
            tensors.add(manager.create(memory.rows(i, row, 1), shape, type));
        }
        return tensors;
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList outputs) {
        return outputs.singletonOrThrow().toFloatArray();
    }

    @Override
    public @Nullable Batchifier getBatchifier() {
        return batchifier;
    }
}
