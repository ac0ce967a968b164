package io.millrace.models.learn;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A small pipeline of homes with one view, written to files and read like any other. */
final class TestPipeline {
    static final String YAML = """
            pipeline: homes
            events:
              topic: homes
              id: id
              key: zip
              time: { field: sold, pattern: "yyyy-MM-dd" }
              fields:
                zip: { type: category }
                rooms: { type: int, min: 1, max: 20 }
                area: { type: float, min: 10, max: 1000, encode: log }
                garden: { type: bool, required: false }
            features:
              - view: market
                key: zip
                use: [median_price_per_area, sales]
            model: { name: home, task: regression, target: price, target-transform: log }
            learning: { hidden: [8], members: 2, epochs: 15, batch-size: 32, learning-rate: 0.02 }
            """;

    static final String VIEW = """
            view: market
            owner: tests
            description: sales by zip
            key: zip
            columns:
              median_price_per_area:
                type: float
                meaning: median price per area
                default: 7
                aggregate: { function: median, of: price, per: area, over: 150d }
              sales:
                type: int
                meaning: number of sales
                default: 0
                aggregate: { function: count, over: 150d }
            max-age: 30d
            source:
              stream:
                every: 1d
                known-after: 0ms
                events:
                  topic: sales
                  id: id
                  key: zip
                  time: { field: sold, pattern: "yyyy-MM-dd" }
                  fields:
                    price: { type: float, min: 0 }
                    rooms: { type: int }
                    area: { type: float }
            """;

    private TestPipeline() {}

    static PipelineConfig read(Path folder) throws IOException {
        return read(folder, YAML, VIEW);
    }

    static PipelineConfig read(Path folder, String pipeline, String view) throws IOException {
        Path pipelines = Files.createDirectories(folder.resolve("pipelines"));
        Path features = Files.createDirectories(folder.resolve("features"));
        Files.writeString(features.resolve("market.yaml"), view);
        Path file = Files.writeString(pipelines.resolve("homes.yaml"), pipeline);
        return PipelineFile.read(file, Environment.of(Map.of()));
    }
}
