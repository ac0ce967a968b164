package io.millrace.config;

import io.millrace.config.bind.Document;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every view of a folder, and the pipelines beside them that may use them.
 *
 * @param views by name
 * @param pipelines by the name of their file
 */
public record FeatureBank(List<ViewConfig> views, List<PipelineConfig> pipelines) {
    private static final String SUFFIX = ".yaml";

    public FeatureBank {
        views = List.copyOf(views);
        pipelines = List.copyOf(pipelines);
    }

    /**
     * Reads and checks the view files in {@code features} and the pipeline files in {@code pipelines} of a folder; either
     * may be missing.
     *
     * @throws ConfigException with every problem of every file
     */
    public static FeatureBank read(Path folder, Environment environment) {
        Problems problems = new Problems();
        Path pipelines = folder.resolve("pipelines");
        ViewFiles files = new ViewFiles(pipelines.resolve("any" + SUFFIX), environment, problems);
        List<ViewConfig> views = new ArrayList<>();
        for (Path file : files(folder.resolve("features"))) {
            files.read(file).ifPresent(views::add);
        }
        List<PipelineConfig> users = new ArrayList<>();
        for (Path file : files(pipelines)) {
            Document document = Document.read(file, PipelineKeys.SHAPE, problems);
            users.add(PipelineKeys.bind(document.root(), environment, new ViewFiles(file, environment, problems)));
        }
        problems.throwIfAny();
        return new FeatureBank(views, users);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("folder cannot be read: folder=" + folder, e);
        }
    }

    /** The pipelines that use a view, by name. */
    public List<String> users(ViewConfig view) {
        return users(view, feature -> true);
    }

    /** The pipelines that use a column of a view, by name. */
    public List<String> users(ViewConfig view, ViewConfig.Column column) {
        return users(view, feature -> feature.use().contains(column));
    }

    private List<String> users(ViewConfig view, Predicate<FeatureConfig> use) {
        return pipelines.stream()
                .filter(pipeline -> pipeline.features().stream()
                        .anyMatch(feature -> feature.view().view().equals(view.view()) && use.test(feature)))
                .map(PipelineConfig::pipeline)
                .sorted()
                .toList();
    }
}
