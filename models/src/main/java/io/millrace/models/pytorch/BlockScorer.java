package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorSpec;
import java.util.List;

/**
 * A DJL block as a scorer: tensors that alias the batch's memory, one forward pass, and a copy of what it returns.
 *
 * <p>On a GPU DJL copies each input to the device of the manager; nothing else differs.
 */
public final class BlockScorer implements Scorer {
    /* The block and its parameters are only read once the constructor has run; each call works in a manager of its own.
     * The parameter store is filled in the constructor because filling it is not safe for several threads. */
    private final Block block;
    private final NDManager manager;
    private final List<TensorSpec> inputs;
    private final int outputWidth;
    private final ParameterStore parameters;

    /**
     * Takes over an initialised block and the manager that owns its arrays; their device is the manager's. Closing the
     * scorer closes the manager.
     */
    public BlockScorer(Block block, NDManager manager, List<TensorSpec> inputs, int outputWidth) {
        this.block = block;
        this.manager = manager;
        this.inputs = List.copyOf(inputs);
        this.outputWidth = outputWidth;
        this.parameters = new ParameterStore(manager, /* copy= */ false);
        block.freezeParameters(/* freeze= */ true);
        for (Parameter parameter : block.getParameters().values()) {
            parameters.getValue(parameter, manager.getDevice(), /* training= */ false);
        }
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public int outputWidth() {
        return outputWidth;
    }

    @Override
    public float[] score(BatchMemory batch, int from, int rows) throws ScoringException {
        try (NDManager scope = manager.newSubManager()) {
            NDList tensors = new NDList(inputs.size());
            for (int i = 0; i < inputs.size(); i++) {
                TensorSpec input = inputs.get(i);
                tensors.add(scope.create(batch.rows(i, from, rows), new Shape(rows, input.width()), type(input)));
            }
            return copy(block.forward(parameters, tensors, /* training= */ false), rows);
        } catch (RuntimeException e) {
            throw new ScoringException("model failed: rows=" + rows + ", cause=" + reason(e), e);
        }
    }

    private float[] copy(NDList outputs, int rows) throws ScoringException {
        if (outputs.size() != 1) {
            throw new ScoringException("model returned several tensors: count=" + outputs.size() + ", expected=1");
        }
        NDArray output = outputs.singletonOrThrow();
        if (!hasShape(output.getShape(), rows)) {
            throw new ScoringException("model returned another shape: shape=" + output.getShape() + ", expected=("
                    + rows + ", " + outputWidth + ")");
        }
        if (!output.getDataType().isFloating()) {
            throw new ScoringException(
                    "model returned another type: type=" + output.getDataType() + ", expected=float32");
        }
        return output.toType(DataType.FLOAT32, /* copy= */ false).toFloatArray();
    }

    private boolean hasShape(Shape shape, int rows) {
        return switch (shape.dimension()) {
            case 1 -> outputWidth == 1 && shape.get(0) == rows;
            case 2 -> shape.get(0) == rows && shape.get(1) == outputWidth;
            default -> false;
        };
    }

    private static DataType type(TensorSpec input) {
        return switch (input.element()) {
            case FLOAT32 -> DataType.FLOAT32;
            case INT64 -> DataType.INT64;
        };
    }

    /* PyTorch puts a trace of its interpreter before the error, which is on the last line. */
    private static String reason(RuntimeException e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.substring(message.lastIndexOf('\n') + 1);
    }

    @Override
    public void close() {
        manager.close();
    }
}
