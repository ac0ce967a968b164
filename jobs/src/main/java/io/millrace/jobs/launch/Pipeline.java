package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Home;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The pipeline file that a command is about. */
final class Pipeline {
    @Parameters(paramLabel = "FILE", description = "the pipeline file, for example config/pipelines/house-prices.yaml")
    private Path file = Path.of("");

    Path file() {
        return file;
    }

    /** Reads and checks the file; in it {@code ${home}} is this home. */
    PipelineConfig read(Home home) {
        return PipelineFile.read(file, Environment.system().withHome(home.root()));
    }
}
