package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A pipeline and its one view, both correct, to be spoilt in one place. */
record PipelineText(String pipeline, String view) {
    static final PipelineText CORRECT = new PipelineText("""
            pipeline: houses
            kafka: { bootstrap: "broker:9092" }
            events:
              topic: listings
              id: id
              key: zip
              time: { field: at }
              fields:
                size: { type: float }
            features:
              - { view: market, key: zip, use: [price] }
            model: { name: house, task: regression, target: price }
            """, """
            view: market
            owner: me
            description: prices
            key: zip
            columns:
              price: { type: float, meaning: a price, default: 1.5 }
            max-age: 1h
            source: { jdbc: { url: "jdbc:h2:mem:market" } }
            """);

    /** With a text replaced in both files; it must be there. */
    PipelineText with(String old, String replacement) {
        assertThat(pipeline + view).contains(old);
        return new PipelineText(pipeline.replace(old, replacement), view.replace(old, replacement));
    }

    /** With more keys at the end of the pipeline file. */
    PipelineText and(String keys) {
        return new PipelineText(pipeline + keys + "\n", view);
    }

    /** With more keys at the end of the view file. */
    PipelineText andInView(String keys) {
        return new PipelineText(pipeline, view + keys + "\n");
    }

    PipelineConfig read(Path folder, Map<String, String> variables) {
        try {
            Path pipelines = Files.createDirectories(folder.resolve("pipelines"));
            Path features = Files.createDirectories(folder.resolve("features"));
            Files.writeString(features.resolve("market.yaml"), view);
            Path file = Files.writeString(pipelines.resolve("houses.yaml"), pipeline);
            return PipelineFile.read(file, Environment.of(variables));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of the error message without the folder's path; none if everything is correct. */
    List<String> problems(Path folder, Map<String, String> variables) {
        try {
            read(folder, variables);
            return List.of();
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage())
                    .replace(folder + "/", "")
                    .lines()
                    .toList();
        }
    }

    /** The one problem of the file, without its line number; empty if everything is correct. */
    String problem(Path folder) {
        List<String> lines = problems(folder, Map.of());
        assertThat(lines).hasSizeLessThan(3);
        return lines.isEmpty() ? "" : lines.get(1).replaceFirst("^  line +[0-9]+  ", "");
    }
}
