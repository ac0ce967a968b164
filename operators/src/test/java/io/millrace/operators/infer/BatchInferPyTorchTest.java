package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.RowEncoder;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.VersionId;
import io.millrace.models.pytorch.TestModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.verify.OperatorHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of a real network against the same rows alone. */
@ExtendWith(io.millrace.models.batch.NothingLeft.class)
class BatchInferPyTorchTest {
    private static final int ROWS = 300;
    private static final int WIDTH = 8;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 256})
    void outputsEqualThoseOfEachRowAlone(int maxSize) throws Exception {
        List<double[]> rows = rows();
        float[] alone = scoreAlone(rows);
        InferSettings settings =
                InferSetups.settings(InferSetups.batching(Order.UNORDERED, maxSize, 2 * maxSize), new TorchSource());
        try (OperatorHarness<Prediction> harness = OperatorHarness.opened(InferSetups.operator(settings))) {
            for (int i = 0; i < ROWS; i++) {
                harness.element(0, EnrichedEvents.event(i, rows.get(i)), i);
            }
            harness.finish();

            assertThat(harness.values()).hasSize(ROWS).allSatisfy(prediction -> assertThat(
                            prediction.outputs()[0])
                    .isCloseTo(alone[EnrichedEvents.offset(prediction)], within(1e-5f)));
        }
    }

    private static List<double[]> rows() {
        Random random = new Random(11);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(random.doubles(WIDTH, -2, 2).toArray());
        }
        return rows;
    }

    private static float[] scoreAlone(List<double[]> rows) throws ModelLoadException, ScoringException {
        float[] outputs = new float[rows.size()];
        try (Scorer scorer = TestModel.MLP.load();
                TensorMemory memory = TensorMemory.forBatches(scorer.inputs(), 1, 1);
                BatchMemory batch = memory.batch(scorer.inputs(), 1)) {
            DenseEncoder encoder = new DenseEncoder(scorer.inputs());
            for (int i = 0; i < outputs.length; i++) {
                encoder.encode(Values.ofNumbers(rows.get(i)), batch, 0);
                outputs[i] = scorer.score(batch, 1)[0];
            }
        }
        return outputs;
    }

    /** Writes the numbers of a row as they are. */
    private record DenseEncoder(List<TensorSpec> inputs) implements RowEncoder {

        @Override
        public void encode(Row row, BatchMemory memory, int index) {
            for (int i = 0; i < WIDTH; i++) {
                memory.putFloat(0, index, i, (float) row.number(i));
            }
        }
    }

    private static final class TorchSource implements ModelSource {

        @Override
        public String key() {
            return "torch";
        }

        @Override
        public Resolved resolve() {
            return new Resolved(1, 1);
        }

        @Override
        public ServedModel load(int version, ComputeDevice device) throws ModelLoadException {
            Scorer scorer = TestModel.MLP.load();
            return new ServedModel(new VersionId("mlp", version, "hash"), new DenseEncoder(scorer.inputs()), scorer);
        }
    }
}
