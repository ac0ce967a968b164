package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link Architecture} with its parameters as a DJL block. */
final class NetworkBlock extends AbstractBlock {
    private final Architecture architecture;
    private final List<Parameter> ordered = new ArrayList<>();

    /** Copies the parameters, in the order of the architecture, into arrays of the manager. */
    NetworkBlock(Architecture architecture, float[] parameters, NDManager manager) {
        this.architecture = architecture;
        int start = 0;
        for (Architecture.Parameters each : architecture.parameters()) {
            int size = Math.toIntExact(each.size());
            Parameter.Type type = each.fanIn() == 0 ? Parameter.Type.BIAS : Parameter.Type.WEIGHT;
            Parameter parameter = addParameter(
                    Parameter.builder().setName(each.name()).setType(type).build());
            parameter.setArray(manager.create(FloatBuffer.wrap(parameters, start, size), shape(each)));
            ordered.add(parameter);
            start += size;
        }
    }

    private static Shape shape(Architecture.Parameters parameters) {
        return new Shape(
                parameters.dimensions().stream().mapToLong(Integer::longValue).toArray());
    }

    /** The arrays of parameters, in the order of the architecture. */
    NDList arrays() {
        NDList arrays = new NDList();
        ordered.forEach(parameter -> arrays.add(parameter.getArray()));
        return arrays;
    }

    /**
     * The outputs of every member, without the layer beside them.
     *
     * @return of shape (rows, outputs) for a linear layer, otherwise (members, rows, outputs)
     */
    NDArray members(NDArray input, NDList arrays) {
        NDArray first = Linear.linear(input, arrays.get(0), arrays.get(1)).singletonOrThrow();
        if (architecture.hidden().isEmpty()) {
            return first;
        }
        int members = architecture.members();
        NDArray values = Activation.gelu(first)
                .reshape(input.getShape().get(0), members, architecture.hidden().get(0))
                .transpose(1, 0, 2);
        int last = 2 * architecture.hidden().size();
        for (int i = 2; i <= last; i += 2) {
            NDArray sums = values.matMul(arrays.get(i)).add(arrays.get(i + 1));
            values = i == last ? sums : Activation.gelu(sums);
        }
        return values;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> unused) {
        NDArray input = inputs.singletonOrThrow();
        NDList arrays = new NDList(ordered.size());
        ordered.forEach(parameter -> arrays.add(store.getValue(parameter, input.getDevice(), training)));
        NDArray outputs = members(input, arrays);
        if (architecture.hidden().isEmpty()) {
            return new NDList(outputs);
        }
        NDArray average = outputs.mean(new int[] {0});
        int beside = arrays.size() - 2;
        return new NDList(
                architecture.skip()
                        ? average.add(Linear.linear(input, arrays.get(beside), arrays.get(beside + 1))
                                .singletonOrThrow())
                        : average);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), architecture.outputs())};
    }
}
