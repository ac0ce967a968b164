package io.millrace.models.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.models.tensor.TensorSpec.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockScorerTest {
    private static final int CAPACITY = 32;

    private final TensorMemory memory = new TensorMemory(1 << 20);

    @AfterEach
    void nothingStaysAllocated() {
        memory.close();
    }

    @Test
    void scoresTheRowsOfABatch() throws Exception {
        try (Scorer scorer = TestModel.LINEAR.load();
                BatchMemory batch = batch(scorer)) {
            row(batch, 0, 1, 2, 3);
            row(batch, 1, 10, 20, 30);

            assertThat(scorer.score(batch, 2)).containsExactly(4.5f, 18);
        }
    }

    @Test
    void scoresAPartOfABatch() throws Exception {
        try (Scorer scorer = TestModel.LINEAR.load();
                BatchMemory batch = batch(scorer)) {
            row(batch, 5, 1, 2, 3);
            row(batch, 6, 10, 20, 30);

            assertThat(scorer.score(batch, 5, 2)).containsExactly(4.5f, 18);
        }
    }

    @Test
    void passesEachInputAsItsOwnTensor() throws Exception {
        try (Scorer scorer = TestModel.DENSE_AND_IDS.load();
                BatchMemory batch = batch(scorer)) {
            row(batch, 0, 1, 2);
            batch.putLong(1, 0, 0, 3);
            row(batch, 1, 5, 6);
            batch.putLong(1, 1, 0, 4);

            assertThat(scorer.score(batch, 2)).containsExactly(31, 302, 45, 406);
            assertThat(scorer.score(batch, 1, 1)).containsExactly(45, 406);
        }
    }

    @Test
    void acceptsDoublesWithoutTheDimensionOfWidthOne() throws Exception {
        try (Scorer scorer = TestModel.DOUBLE.load();
                BatchMemory batch = batch(scorer)) {
            row(batch, 0, 1, 2, 3);
            row(batch, 1, 4, 5, 6);

            assertThat(scorer.score(batch, 2)).containsExactly(6, 15);
        }
    }

    @Test
    void reportsWhatTheModelSaysWhenItFails() throws Exception {
        try (Scorer scorer = TestModel.POISON.load();
                BatchMemory batch = batch(scorer)) {
            row(batch, 0, 2e6f, 0, 0);

            assertThatThrownBy(() -> scorer.score(batch, 1))
                    .isInstanceOf(ScoringException.class)
                    .hasMessage("model failed: rows=1, cause=builtins.ValueError: x0 is above 1e6");
        }
    }

    @Test
    void refusesAnotherShape() throws Exception {
        try (Scorer scorer = TestModel.WRONG_SHAPE.load();
                BatchMemory batch = batch(scorer)) {
            assertThatThrownBy(() -> scorer.score(batch, 4))
                    .isInstanceOf(ScoringException.class)
                    .hasMessage("model returned another shape: shape=(3, 1), expected=(4, 1)");
        }
    }

    @Test
    void refusesSeveralTensors() throws Exception {
        try (Scorer scorer = TestModel.TWO_OUTPUTS.load();
                BatchMemory batch = batch(scorer)) {
            assertThatThrownBy(() -> scorer.score(batch, 4))
                    .isInstanceOf(ScoringException.class)
                    .hasMessage("model returned several tensors: count=2, expected=1");
        }
    }

    @Test
    void refusesBytesThatAreNoModel() {
        assertThatThrownBy(() ->
                        TorchScript.load("broken.pt", new byte[100], TestModel.LINEAR.signature(), ComputeDevice.CPU))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("file is no TorchScript model: file=broken.pt, bytes=100, cause=")
                .hasMessageEndingWith("; export it with torch.jit.save");
    }

    @Test
    void scoresABatchLikeEachRowAlone() throws Exception {
        try (Scorer scorer = TestModel.MLP.load();
                BatchMemory batch = batch(scorer)) {
            fill(batch, new Random(11));
            float[] together = scorer.score(batch, CAPACITY);
            for (int row = 0; row < CAPACITY; row++) {
                assertThat(together[row]).isCloseTo(scorer.score(batch, row, 1)[0], within(1e-5f));
            }
        }
    }

    @Test
    void scoresBlocksBuiltInJava() throws Exception {
        List<TensorSpec> inputs = List.of(new TensorSpec("dense", Element.FLOAT32, 8));
        NDManager manager = PyTorch.newManager(ComputeDevice.CPU);
        SequentialBlock block = new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(4).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(1).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 8));
        try (Scorer scorer = new BlockScorer(block, manager, inputs, 1);
                BatchMemory batch = batch(scorer)) {
            fill(batch, new Random(12));
            float[] together = scorer.score(batch, CAPACITY);
            assertThat(together).hasSize(CAPACITY);
            assertThat(together[9]).isCloseTo(scorer.score(batch, 9, 1)[0], within(1e-5f));
        }
    }

    @Test
    void leavesNoArrayBehind() throws Exception {
        NDManager manager = PyTorch.newManager(ComputeDevice.CPU);
        SequentialBlock block =
                new SequentialBlock().add(Linear.builder().setUnits(1).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        int parameters = manager.getManagedArrays().size();
        try (Scorer scorer = new BlockScorer(
                        block, manager, TestModel.LINEAR.signature().inputs(), 1);
                BatchMemory batch = batch(scorer)) {
            batch.zero();
            scorer.score(batch, CAPACITY);

            assertThat(manager.getManagedArrays()).hasSize(parameters);
        }
        assertThat(manager.isOpen()).isFalse();
    }

    @Test
    void scoresInSeveralThreadsAtOnce() throws Exception {
        NDManager manager = PyTorch.newManager(ComputeDevice.CPU);
        SequentialBlock block =
                new SequentialBlock().add(Linear.builder().setUnits(1).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Scorer scorer = new BlockScorer(
                        block, manager, TestModel.LINEAR.signature().inputs(), 1);
                BatchMemory batch = batch(scorer)) {
            fill(batch, new Random(13));
            float[] expected = scorer.score(batch, CAPACITY);
            List<Callable<Void>> calls = new ArrayList<>();
            for (int call = 0; call < 200; call++) {
                int from = call % CAPACITY;
                calls.add(() -> {
                    assertThat(scorer.score(batch, from, 1))
                            .containsExactly(new float[] {expected[from]}, within(1e-5f));
                    return null;
                });
            }
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private BatchMemory batch(Scorer scorer) {
        return memory.batch(scorer.inputs(), CAPACITY);
    }

    private static void row(BatchMemory batch, int row, float... values) {
        for (int i = 0; i < values.length; i++) {
            batch.putFloat(0, row, i, values[i]);
        }
    }

    private static void fill(BatchMemory batch, Random random) {
        for (int row = 0; row < CAPACITY; row++) {
            for (int i = 0; i < batch.inputs().get(0).width(); i++) {
                batch.putFloat(0, row, i, (float) random.nextGaussian());
            }
        }
    }
}
