package io.millrace.benchmarks.launch;

import io.millrace.benchmarks.flow.OwnWorkload;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.learn.DataException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The pipeline of a user, and where its events come from: what every command that measures one asks for. */
final class OwnPipeline {
    @Parameters(paramLabel = "FILE", description = "the pipeline file")
    private Path file = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "CSV",
            description = "rows that become the events (default: made up from the declared fields)")
    private @Nullable Path data;

    Path file() {
        return file;
    }

    OwnWorkload workload(Home home) throws DataException {
        return new OwnWorkload(new OwnWorkload.Origin(file, home, data));
    }
}
