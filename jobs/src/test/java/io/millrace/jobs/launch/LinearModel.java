package io.millrace.jobs.launch;

import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.registry.Draft;
import io.millrace.models.registry.GoldenRows;
import io.millrace.models.registry.Manifest.Content;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import io.millrace.models.registry.Manifest.Parameters;
import io.millrace.models.registry.Manifest.Training;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.Trial;
import io.millrace.models.registry.Weights;
import io.millrace.models.tensor.TensorSpec.Element;
import java.util.List;
import java.util.Map;

/**
 * A regression model whose weights are given and not learned.
 *
 * @param schema of the rows that it scores
 */
record LinearModel(String name, String target, Schema schema, List<ColumnEncoding> columns) {

    /**
     * Publishes a version and makes it champion.
     *
     * @param weights one for each element of the encoded row, and the bias
     */
    void publish(Home home, float[] weights, Values golden) throws Exception {
        Content content = new Content(
                List.of(new InputEncoding("features", Element.FLOAT32, columns)),
                new Parameters(Architecture.linear(weights.length - 1, 1)),
                new Output(Task.REGRESSION, target, 1, Activation.NONE, TargetTransform.NONE, 1, 0, List.of()),
                new Training("none", 1, null, null),
                Map.of(),
                Content.DEFAULT_TOLERANCE);
        Trial model = new Trial(content, Weights.write(weights));
        ModelRegistry registry = new ModelRegistry(home.registry());
        int version = registry.publish(new Draft(name, null, model, GoldenRows.of(model, schema, List.of(golden))))
                .version();
        registry.move(name, "champion", version);
    }
}
