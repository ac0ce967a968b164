package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.ViewConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.CsvTable;
import io.millrace.models.learn.Progress;
import io.millrace.models.learn.Training;
import io.millrace.models.learn.Training.Promotion;
import io.millrace.models.learn.TrainingReport;
import io.millrace.models.registry.ModelRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Trains a version of a pipeline's model. */
final class FirstModel {
    private final PipelineConfig pipeline;
    private final Home home;
    private final Progress progress;

    FirstModel(PipelineConfig pipeline, Home home, Progress progress) {
        this.pipeline = pipeline;
        this.home = home;
        this.progress = progress;
    }

    /**
     * Trains, publishes and promotes.
     *
     * @param streams the file with the events of a view, by name of the view
     */
    TrainingReport train(CsvTable rows, Function<String, Path> streams, Promotion promotion) throws Exception {
        Map<String, CsvTable> events = new HashMap<>();
        for (ViewConfig view : pipeline.computedViews()) {
            Path file = streams.apply(view.view());
            events.put(view.view(), CsvTable.read(file, view.stream().events().time()));
        }
        return new Training(pipeline, new ModelRegistry(home.registry()), progress).run(rows, events, promotion);
    }
}
