package io.millrace.models.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.batch.Batcher.Settings;
import io.millrace.models.batch.Batcher.Surroundings;
import io.millrace.models.batch.RecordingListener.Outcome;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.RowEncoder;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.VersionId;
import io.millrace.models.infer.Warmup;
import io.millrace.models.pytorch.TestModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class BatcherPyTorchTest {
    private static final int ROWS = 500;
    private static final Duration LONG = Duration.ofHours(1);

    private final RecordingListener<Integer> listener = new RecordingListener<>();

    @Test
    void scoresEveryRowLikeTheRowAlone() throws Exception {
        long seed = 3;
        Random random = new Random(seed);
        double[][] rows = new double[ROWS][8];
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian();
            }
        }
        float[] alone = scoreAlone(rows);
        try (Batcher<Integer> batcher = batcher(TestModel.MLP, 2)) {
            Lane<Integer> lane = batcher.lane(listener);
            for (int row = 0; row < ROWS; row++) {
                while (!lane.offer(Values.ofNumbers(rows[row]), row)) {
                    listener.awaitRoom();
                }
            }
            lane.flush();
            listener.outcomes(ROWS).forEach((row, outcome) -> assertThat(outcome.outputs())
                    .as("seed=%s, row=%s, batch=%s", seed, row, outcome.batch().batchRows())
                    .containsExactly(new float[] {alone[row]}, within(1e-5f)));
        }
    }

    @Test
    void onePoisonRowAtAnyPlaceFailsAlone() throws Exception {
        try (Batcher<Integer> batcher = batcher(TestModel.POISON, 1)) {
            Lane<Integer> lane = batcher.lane(listener);
            for (int poison = 0; poison < 32; poison++) {
                for (int row = 0; row < 32; row++) {
                    while (!lane.offer(Values.ofNumbers(row == poison ? 2e6 : row, 1, 1), row)) {
                        listener.awaitRoom();
                    }
                }
                Map<Integer, Outcome> outcomes = listener.outcomes(32);
                assertThat(Objects.requireNonNull(outcomes.remove(poison)).failure())
                        .isEqualTo(new RowFailure(
                                RowFailure.Kind.MODEL_FAILED,
                                "model failed: rows=1, cause=builtins.ValueError: x0 is above 1e6"));
                assertThat(outcomes).hasSize(31).allSatisfy((row, outcome) -> {
                    assertThat(outcome.failure()).isNull();
                    assertThat(outcome.outputs()).containsExactly(row + 2);
                });
            }
        }
    }

    private static Batcher<Integer> batcher(TestModel model, int workers) throws Exception {
        Scorer scorer = model.load();
        ServedModel served =
                new ServedModel(new VersionId(model.file(), 1, "hash"), new DenseEncoder(scorer.inputs()), scorer);
        Settings settings = new Settings("pytorch", 32, LONG, LONG, workers, LONG);
        ModelLease lease = ModelLease.sole(served, Warmup.run(scorer, 32, Ticker.system()));
        return new Batcher<>(settings, lease, 1, new Surroundings(Ticker.system(), BatchMetrics.NONE));
    }

    private static float[] scoreAlone(double[][] rows) throws Exception {
        float[] outputs = new float[rows.length];
        try (Scorer scorer = TestModel.MLP.load();
                TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(scorer.inputs(), 1)) {
            DenseEncoder encoder = new DenseEncoder(scorer.inputs());
            for (int row = 0; row < rows.length; row++) {
                encoder.encode(Values.ofNumbers(rows[row]), batch, 0);
                outputs[row] = scorer.score(batch, 1)[0];
            }
        }
        return outputs;
    }

    /** Copies the numbers of a row into the only input. */
    private record DenseEncoder(List<TensorSpec> inputs) implements RowEncoder {

        @Override
        public void encode(Row row, BatchMemory memory, int index) {
            for (int column = 0; column < inputs.get(0).width(); column++) {
                memory.putFloat(0, index, column, (float) row.number(column));
            }
        }
    }
}
