package io.millrace.jobs.launch;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.ModelNews;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Decision;
import io.millrace.models.registry.Decision.Kind;
import io.millrace.models.registry.LoggedDecision;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.operators.record.ModelAnnouncement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A person who decides about a model, and the running jobs that are to hear of it. */
final class Decider {
    @Option(names = "--by", paramLabel = "NAME", description = "who decides (default: the user of this process)")
    private String by = Environment.system().property("user.name").orElse("unknown");

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the history")
    private String reason = "by hand";

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description = {
                "tell the running jobs of this pipeline at once; without it its learn job tells them if one runs,",
                "and otherwise they hear of it when they start"
            })
    private @Nullable Path pipeline;

    /**
     * Decides about a version, or about none if it is 0.
     *
     * @throws WrongUse if the jobs that are to hear of it have another model
     */
    LoggedDecision decide(Target target, Kind kind, int version) throws ModelLoadException, IOException {
        read(target);
        return target.registry().decide(target.model(), Decision.of(kind, version, by, reason));
    }

    /** A model, and the home with its registry. */
    record Target(Home home, ModelRegistry registry, String model) {}

    private Optional<PipelineConfig> read(Target target) {
        if (pipeline == null) {
            return Optional.empty();
        }
        PipelineConfig file = PipelineFile.read(
                pipeline, Environment.system().withHome(target.home().root()));
        if (!file.model().name().equals(target.model())) {
            throw new WrongUse("pipeline has another model: pipeline=" + file.pipeline() + ", model="
                    + file.model().name() + ", decided about=" + target.model());
        }
        return Optional.of(file);
    }

    /**
     * Tells the jobs which versions serve, with the whole history.
     *
     * @return whether there was somebody to tell
     */
    boolean tell(Target target) throws ModelLoadException, IOException {
        Optional<PipelineConfig> read = read(target);
        if (read.isEmpty()) {
            return false;
        }
        PipelineConfig file = read.get();
        Aliases aliases = target.registry().aliases(target.model());
        Optional<String> bootstrap = file.kafka().embedded()
                ? Broker.running(target.home())
                : Optional.of(file.kafka().bootstrap());
        if (bootstrap.isEmpty() || aliases.version(Aliases.CHAMPION) == null) {
            return false;
        }
        ModelNews.tell(
                Cluster.of(file.kafka(), bootstrap.get()),
                file.topics().models(),
                ModelAnnouncement.of(target.model(), target.registry().resolve(target.model(), Aliases.CHAMPION)),
                target.registry().history(target.model()).decisions());
        return true;
    }
}
