package io.millrace.models.pytorch;

import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.TorchScript.Signature;
import io.millrace.models.tensor.TensorSpec;
import io.millrace.models.tensor.TensorSpec.Element;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A TorchScript file that {@code torchscript/export.py} writes, with its signature. */
public record TestModel(String file, Signature signature) {
    /** {@code 2 * x0 - x1 + 0.5 * x2 + 3}. */
    public static final TestModel LINEAR = of("linear", dense(3), 1);

    /** {@code dense + (10 * id, 100 * id)}; ids from 0 to 4. */
    public static final TestModel DENSE_AND_IDS = of(
            "dense-and-ids",
            List.of(new TensorSpec("dense", Element.FLOAT32, 2), new TensorSpec("ids", Element.INT64, 1)),
            2);

    /** The sum of the row; the batch fails if any x0 is above 1e6. */
    public static final TestModel POISON = of("poison", dense(3), 1);

    /** One row too few. */
    public static final TestModel WRONG_SHAPE = of("wrong-shape", dense(3), 1);

    /** Two tensors. */
    public static final TestModel TWO_OUTPUTS = of("two-outputs", dense(3), 1);

    /** The sum of the row as float64 without a dimension of width 1. */
    public static final TestModel DOUBLE = of("double", dense(3), 1);

    /** A 64-32 network with seeded weights. */
    public static final TestModel MLP = of("mlp", dense(8), 1);

    private static TestModel of(String name, List<TensorSpec> inputs, int outputWidth) {
        return new TestModel(name + ".pt", new Signature(inputs, outputWidth));
    }

    private static List<TensorSpec> dense(int width) {
        return List.of(new TensorSpec("dense", Element.FLOAT32, width));
    }

    public byte[] bytes() {
        try (InputStream in = TestModel.class.getResourceAsStream("/torchscript/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public BlockScorer load() throws ModelLoadException {
        return TorchScript.load(file, bytes(), signature, ComputeDevice.CPU);
    }
}
