package io.millrace.jobs.demo;

import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import java.nio.file.Path;

/** Trains the first model of a pipeline from a CSV file, as {@code millrace train} does. */
@FunctionalInterface
public interface Teacher {

    /**
     * Fills the feature tables from the rows, trains, and makes the version the champion.
     *
     * @param progress told after every pass over the rows
     * @return the version
     */
    int train(PipelineConfig pipeline, Home home, Path rows, Progress progress) throws Exception;

    /** Told how far training is. */
    @FunctionalInterface
    interface Progress {
        void pass(String unit, int done, int total);
    }
}
