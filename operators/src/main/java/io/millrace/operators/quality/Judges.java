package io.millrace.operators.quality;

import io.millrace.config.ModelConfig;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.evaluate.Judge;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.registry.ModelRegistry;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows what the labels of a version mean. */
@FunctionalInterface
interface Judges extends Serializable {
    Logger LOG = LoggerFactory.getLogger(Judges.class);

    /** Who judges what a version says, which has so many outputs. */
    Judge of(String model, int version, int outputs);

    /** Of the versions in a registry, which holds the names of their classes. */
    static Judges of(ModelConfig model, Path registry) {
        if (model.task() == Task.REGRESSION) {
            return (name, version, outputs) -> Judge.ofNumbers();
        }
        Task task = model.task();
        String root = registry.toAbsolutePath().normalize().toString();
        return (name, version, outputs) -> Judge.of(task, classes(root, name, version), outputs);
    }

    private static List<String> classes(String registry, String model, int version) {
        try {
            return new ModelRegistry(Path.of(registry))
                    .manifest(model, version)
                    .content()
                    .output()
                    .classes();
        } catch (ModelLoadException e) {
            LOG.warn("classes of a version are unknown, its labels are taken for numbers: {}@{}", model, version, e);
            return List.of();
        }
    }
}
