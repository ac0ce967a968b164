package io.millrace.models.registry;

import io.millrace.config.FieldType;
import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.Encoding.Scale;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.tensor.TensorSpec.Element;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Versions of a small model: price = 100 * (sqft - 10) / 4 + {2, 3, 5}[zip] + bias. */
public final class Drafts {
    public static final String MODEL = "house-price";

    public static final Schema SCHEMA = new Schema(List.of(
            new Column("grade", FieldType.INT, 1),
            new Column("zip", FieldType.CATEGORY, 1),
            new Column("sqft", FieldType.FLOAT, 1)));

    public static final Values ROW = row(18, "b");

    /** What the model gives for {@link #ROW} with a bias of 0. */
    public static final float ROW_OUTPUT = 203;

    private Drafts() {}

    public static Values row(double sqft, String zip) {
        return new Values(new double[] {7, Double.NaN, sqft}, new String[] {null, zip, null}, new float[3][]);
    }

    /** A version that can be told from others by its bias. */
    public static Draft of(float bias) throws ModelLoadException {
        return of(weights(bias));
    }

    static Draft of(byte[] weights) throws ModelLoadException {
        Trial trial = new Trial(content(), weights);
        return new Draft(MODEL, null, trial, GoldenRows.of(trial, SCHEMA, List.of(ROW, row(10, "a"), row(12, "?"))));
    }

    static byte[] weights(float bias) {
        return Weights.write(new float[] {100, 2, 3, 5, bias});
    }

    static Content content() {
        InputEncoding input = new InputEncoding(
                "features",
                Element.FLOAT32,
                List.of(
                        new ColumnEncoding("sqft", new Numeric(Scale.STANDARD, 10, 4, 10, /* indicator= */ false)),
                        new ColumnEncoding("zip", new OneHot(List.of("a", "b")))));
        return new Content(
                List.of(input),
                new Manifest.Parameters(Architecture.linear(4, 1)),
                new Output(Task.REGRESSION, "price", 1, Activation.NONE, TargetTransform.NONE, 1, 0, List.of()),
                new Training("sales.csv", 1000, Instant.parse("2014-05-02T00:00:00Z"), null),
                Map.of("held-out", Map.of("mae", 12.5, "r2", 0.9)),
                Content.DEFAULT_TOLERANCE);
    }
}
