package io.millrace.config;

import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Document;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Problems;
import java.nio.file.Path;

/** A pipeline file together with the view files it names. */
public final class PipelineFile {
    private PipelineFile() {}

    /**
     * Reads and checks everything.
     *
     * @throws ConfigException with every problem of every file
     */
    public static PipelineConfig read(Path file, Environment environment) {
        Problems problems = new Problems();
        Document document = Document.read(file, PipelineKeys.SHAPE, problems);
        ViewFiles views = new ViewFiles(file, environment, problems);
        PipelineConfig pipeline = PipelineKeys.bind(document.root(), environment, views);
        document.finish();
        return pipeline;
    }
}
