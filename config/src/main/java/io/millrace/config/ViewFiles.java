package io.millrace.config;

import io.millrace.config.bind.Document;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Nearest;
import io.millrace.config.bind.Problems;
import io.millrace.config.bind.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The view files of a pipeline file: one per view, in the folder {@code ../features} beside the pipeline's folder. */
final class ViewFiles {
    private static final String SUFFIX = ".yaml";

    /** Stands in for a view with problems, so that reading can go on. */
    static final ViewConfig UNREADABLE = new ViewConfig(
            "",
            1,
            "",
            "",
            "",
            List.of(),
            Duration.ZERO,
            new ViewConfig.Jdbc("", null, null, "", "", "", Duration.ZERO, 1),
            new ViewConfig.Cache(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));

    private final Path folder;
    private final Environment environment;
    private final Problems problems;

    ViewFiles(Path pipelineFile, Environment environment, Problems problems) {
        this.folder = pipelineFile.resolveSibling(Path.of("..", "features")).normalize();
        this.environment = environment;
        this.problems = problems;
    }

    /** The view that the key names, or empty after a problem. */
    Optional<ViewConfig> read(Section section, Key<String> key) {
        String view = section.get(key);
        if (!section.sound(key)) {
            return Optional.empty();
        }
        Path file = folder.resolve(view + SUFFIX);
        if (!Files.exists(file)) {
            section.refuse(key, "has no file " + file + Nearest.hint(view, known()));
            return Optional.empty();
        }
        return read(file);
    }

    /** The view that a file declares, or empty after a problem. */
    Optional<ViewConfig> read(Path file) {
        String name = file.getFileName().toString();
        Document document = Document.read(file, ViewKeys.SHAPE, problems);
        ViewConfig read =
                ViewKeys.bind(name.substring(0, name.length() - SUFFIX.length()), document.root(), environment);
        return document.root().sound() ? Optional.of(read) : Optional.empty();
    }

    private List<String> known() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
