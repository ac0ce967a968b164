package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.AggregatedView;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.Progress;
import io.millrace.models.learn.Training;
import io.millrace.models.learn.Training.Promotion;
import io.millrace.models.learn.TrainingReport;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.models.time.Ticker;
import io.millrace.operators.enrich.FeatureStoreException;
import io.millrace.operators.enrich.FeatureTable;
import java.time.Instant;

/** Trains a version of a pipeline's model and puts what it has learned from into the feature stores. */
final class FirstModel {
    private final PipelineConfig pipeline;
    private final Home home;
    private final Progress progress;

    FirstModel(PipelineConfig pipeline, Home home, Progress progress) {
        this.pipeline = pipeline;
        this.home = home;
        this.progress = progress;
    }

    /** Trains, publishes, promotes, and fills the tables of the views that are aggregates of the rows. */
    TrainingReport train(CsvTable rows, Promotion promotion) throws Exception {
        TrainingReport report =
                new Training(pipeline, new ModelRegistry(home.registry()), progress).run(rows, promotion);
        for (AggregatedView view : report.views()) {
            fill(view, Instant.ofEpochMilli(Ticker.system().epochMillis()));
        }
        return report;
    }

    /* Stamped with the present time: the owner vouches for values since they were computed, however old the rows are. */
    private static void fill(AggregatedView view, Instant computed) throws FeatureStoreException {
        try (FeatureTable table = FeatureTable.open(view.view(), Environment.system())) {
            table.upsert(view.columns(), view.rows(), computed);
        }
    }
}
