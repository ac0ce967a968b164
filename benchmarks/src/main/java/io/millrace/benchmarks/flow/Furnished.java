package io.millrace.benchmarks.flow;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.enrich.FeatureTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A workload's home as a user would have set it up: the pipeline file, the model in the registry, the features in their
 * table. The table is served by this process, so that the one that is measured asks another one.
 */
public final class Furnished implements AutoCloseable {
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
        workload.furnish(home);
        return new Furnished(workload, home, pipeline(home));
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

    /** Fills the tables of the views, and serves them from now on; those of others are left alone. */
    void fillFeatures() throws FeatureStoreException {
        if (workload.features().isEmpty()) {
            return;
        }
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

    /** The folder of the view files of a home. */
    static Path views(Home home) {
        return home.root().resolve("features");
    }

    /** The pipeline file of a home. */
    static Path file(Home home) {
        return home.root().resolve("pipelines").resolve("pipeline.yaml");
    }
}
