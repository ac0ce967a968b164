package io.millrace.jobs.launch;

import io.millrace.config.FeatureConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Reads and checks a pipeline file. */
@Command(name = "check", description = "Read and check a pipeline file.", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private final Console console;
    private final Home home;

    @Mixin
    private final Pipeline pipeline = new Pipeline();

    @Mixin
    private final Output output = new Output();

    CheckCommand(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    @Override
    public Integer call() {
        PipelineConfig config = pipeline.read(home);
        List<String> views = config.features().stream()
                .map(FeatureConfig::view)
                .map(view -> view.view() + "@" + view.version())
                .toList();
        new Summary()
                .put("file", pipeline.file().toString())
                .put("pipeline", config.pipeline())
                .put("events", config.events().topic())
                .put("fields", config.events().fields().size())
                .put("views", views)
                .put("model", config.model().name() + ":" + config.model().serve())
                .put(
                        "delivery",
                        config.kafka()
                                .delivery()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-'))
                .put("valid", true)
                .print(console, output.json());
        return ExitCode.OK;
    }
}
