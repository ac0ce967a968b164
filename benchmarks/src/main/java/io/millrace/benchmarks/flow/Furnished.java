package io.millrace.benchmarks.flow;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.Imports;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.enrich.FeatureTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A workload's home as a user would have set it up: the pipeline file, the model in the registry, the features in their
 * table. The table is served by this process, so that the one that is measured asks another one.
 */
public final class Furnished implements AutoCloseable {
    private static final int GOLDEN_ROWS = 32;
    private static final String RESOURCES = "/workloads/";

    private final Workload workload;
    private final Home home;
    private final PipelineConfig pipeline;
    private final List<FeatureTable> tables = new ArrayList<>();

    private Furnished(Workload workload, Home home, PipelineConfig pipeline) {
        this.workload = workload;
        this.home = home;
        this.pipeline = pipeline;
    }

    /** Sets up a home in a new folder. */
    public static Furnished in(Path folder, Workload workload) throws IOException, ModelLoadException {
        Home home = new Home(folder);
        copy(workload.files().pipeline() + "/pipeline.yaml", file(home));
        for (String view : workload.files().views()) {
            copy("features/" + view + ".yaml", home.root().resolve("features").resolve(view + ".yaml"));
        }
        Furnished furnished = new Furnished(workload, home, pipeline(home));
        furnished.importModel();
        return furnished;
    }

    /** The pipeline of a home that was set up. */
    public static PipelineConfig pipeline(Home home) {
        return PipelineFile.read(file(home), Environment.system().withHome(home.root()));
    }

    /** The model of a home that was set up. */
    public static RegistrySource model(Home home, PipelineConfig pipeline) {
        return new RegistrySource(
                home.registry().toString(),
                pipeline.model().name(),
                pipeline.model().serve(),
                Schema.ofRow(pipeline));
    }

    public Workload workload() {
        return workload;
    }

    public Home home() {
        return home;
    }

    public PipelineConfig pipeline() {
        return pipeline;
    }

    /** Fills the tables of the views, and serves them from now on. */
    void fillFeatures() throws FeatureStoreException {
        for (FeatureConfig feature : pipeline.features()) {
            fill(feature);
        }
    }

    @Override
    public void close() throws FeatureStoreException {
        for (FeatureTable table : tables) {
            table.close();
        }
    }

    private void importModel() throws IOException, ModelLoadException {
        String folder = workload.files().model();
        Path script = home.root().resolve("model.pt");
        Path signature = home.root().resolve("signature.yaml");
        Path samples = home.root().resolve("samples.csv");
        copy(folder + "/model.pt", script);
        copy(folder + "/signature.yaml", signature);
        Files.writeString(samples, samples());
        ModelRegistry registry = new ModelRegistry(home.registry());
        VersionId version = new Imports(registry)
                .run(new Imports.Source(pipeline.model().name(), script, signature, samples, Imports.Rows.SAMPLE));
        registry.introduce(version);
    }

    private String samples() {
        Schema schema = Schema.ofRow(pipeline);
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

    private void fill(FeatureConfig feature) throws FeatureStoreException {
        Map<String, Row> rows = workload.features();
        FeatureTable table =
                FeatureTable.open(feature.view(), Environment.system().withHome(home.root()));
        tables.add(table);
        table.upsert(
                feature.view().columns(),
                rows,
                Instant.ofEpochMilli(Ticker.system().epochMillis()));
    }

    private static Path file(Home home) {
        return home.root().resolve("pipelines").resolve("pipeline.yaml");
    }

    private static void copy(String resource, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream in = Furnished.class.getResourceAsStream(RESOURCES + resource)) {
            if (in == null) {
                throw new FileNotFoundException("no such resource: name=" + RESOURCES + resource);
            }
            Files.copy(in, target);
        }
    }
}
