package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The pipeline file that a command is about. */
final class Pipeline {
    @Parameters(paramLabel = "FILE", description = "the pipeline file, for example config/pipelines/house-prices.yaml")
    private Path file = Path.of("");

    Path file() {
        return file;
    }

    /** Reads and checks the file. */
    PipelineConfig read() {
        return PipelineFile.read(file, Environment.system());
    }
}
