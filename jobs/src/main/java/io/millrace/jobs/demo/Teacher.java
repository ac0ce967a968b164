package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import java.nio.file.Path;

/** Trains the first model of a pipeline from a CSV file, as {@code millrace train} does. */
@FunctionalInterface
public interface Teacher {

    /**
     * Trains and makes the version the champion.
     *
     * @param sales the events from which the pipeline's views are computed
     * @param progress told after every pass over the rows
     * @return the version
     */
    int train(PipelineConfig pipeline, Home home, Path rows, Path sales, Progress progress) throws Exception;

    /** Told how far training is. */
    @FunctionalInterface
    interface Progress {
        void pass(String unit, int done, int total);
    }
}
