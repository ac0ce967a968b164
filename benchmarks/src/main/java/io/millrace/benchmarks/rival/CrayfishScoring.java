package io.millrace.benchmarks.rival;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Scores the data points of one record with one call on the task's thread. The call is DJL's cheapest, a forward pass
 * without a predictor, and gives back its native memory, which Crayfish's does not.
 */
@SuppressWarnings("NullAway.Init") // set by open()
final class CrayfishScoring extends RichMapFunction<CrayfishRecord, CrayfishRecord> {
    private static final long serialVersionUID = 1;

    private final RivalModel rival;
    private transient Model model;
    private transient ParameterStore parameters;

    CrayfishScoring(RivalModel rival) {
        this.rival = rival;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        model = rival.open();
        parameters = new ParameterStore(model.getNDManager(), /* copy= */ false);
    }

    @Override
    public CrayfishRecord map(CrayfishRecord record) {
        Float[] boxes = record.dataPoints().stream().flatMap(List::stream).toArray(Float[]::new);
        float[] numbers = new float[boxes.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = boxes[i];
        }
        int points = record.dataPoints().size();
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList input = new NDList(scope.create(numbers, new Shape(points, numbers.length / points)));
            NDList output = model.getBlock().forward(parameters, input, /* training= */ false);
            return record.with(boxed(output.singletonOrThrow().toFloatArray(), points));
        }
    }

    private static List<List<Float>> boxed(float[] outputs, int rows) {
        List<List<Float>> boxed = new ArrayList<>();
        int width = outputs.length / rows;
        for (int from = 0; from < outputs.length; from += width) {
            List<Float> row = new ArrayList<>();
            for (int i = from; i < from + width; i++) {
                row.add(outputs[i]);
            }
            boxed.add(row);
        }
        return boxed;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
