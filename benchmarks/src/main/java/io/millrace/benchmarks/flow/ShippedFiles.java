package io.millrace.benchmarks.flow;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.Imports;
import io.millrace.models.registry.ModelRegistry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a shipped workload consists of, among the resources.
 *
 * @param pipeline folder of the pipeline file
 * @param model folder of the model and its signature
 * @param views names of the view files
 */
record ShippedFiles(String pipeline, String model, List<String> views) {
    private static final int GOLDEN_ROWS = 32;
    private static final String RESOURCES = "/workloads/";

    ShippedFiles {
        views = List.copyOf(views);
    }

    /** Puts everything where a user would have put it. */
    void install(Home home, Workload workload) throws IOException, ModelLoadException {
        copy(pipeline + "/pipeline.yaml", Furnished.file(home));
        for (String view : views) {
            copy("features/" + view + ".yaml", Furnished.views(home).resolve(view + ".yaml"));
        }
        importModel(home, workload);
    }

    private void importModel(Home home, Workload workload) throws IOException, ModelLoadException {
        PipelineConfig config = Furnished.pipeline(home);
        Path script = home.root().resolve("model.pt");
        Path signature = home.root().resolve("signature.yaml");
        Path samples = home.root().resolve("samples.csv");
        copy(model + "/model.pt", script);
        copy(model + "/signature.yaml", signature);
        Files.writeString(samples, samples(config, workload));
        ModelRegistry registry = new ModelRegistry(home.registry());
        VersionId version = new Imports(registry)
                .run(new Imports.Source(config.model().name(), script, signature, samples, Imports.Rows.SAMPLE));
        registry.introduce(version);
    }

    private static String samples(PipelineConfig config, Workload workload) {
        Schema schema = Schema.ofRow(config);
        String header = schema.columns().stream().map(column -> column.name()).collect(Collectors.joining(","));
        String rows = IntStream.range(0, GOLDEN_ROWS)
                .mapToObj(index -> line(schema, workload.row(index)))
                .collect(Collectors.joining("\n"));
        return header + "\n" + rows + "\n";
    }

    private static String line(Schema schema, Row row) {
        return IntStream.range(0, schema.size())
                .mapToObj(column -> switch (schema.column(column).type()) {
                    case FLOAT, INT, BOOL -> Double.toString(row.number(column));
                    case CATEGORY -> String.valueOf(row.text(column));
                    case VECTOR -> elements(row.vector(column));
                })
                .collect(Collectors.joining(","));
    }

    private static String elements(float @org.jspecify.annotations.Nullable [] vector) {
        float[] elements = vector == null ? new float[0] : vector;
        return IntStream.range(0, elements.length)
                .mapToObj(i -> Float.toString(elements[i]))
                .collect(Collectors.joining(" "));
    }

    private static void copy(String resource, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream in = ShippedFiles.class.getResourceAsStream(RESOURCES + resource)) {
            if (in == null) {
                throw new FileNotFoundException("no such resource: name=" + RESOURCES + resource);
            }
            Files.copy(in, target);
        }
    }
}
