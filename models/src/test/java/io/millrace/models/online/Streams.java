package io.millrace.models.online;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Made-up streams of two numbers, of which the second is sometimes missing, and a category with more and more texts. */
final class Streams {
    static final long SEED = 7;
    static final List<String> TWO = List.of("no", "yes");
    static final List<String> THREE = List.of("a", "b", "c");

    private Streams() {}

    /** A pipeline for such rows with this task and these settings of learning. */
    static PipelineConfig pipeline(Path folder, String task, String online) throws IOException {
        Path file = Files.writeString(folder.resolve("pipeline.yaml"), """
                pipeline: made-up
                events:
                  topic: made-up
                  id: id
                  key: id
                  time: { field: at }
                  fields:
                    x: { type: float }
                    y: { type: float, required: false }
                    where: { type: category }
                model: { name: made-up, %s, target: truth }
                learning: { hidden: [8, 4], members: 2, online: { %s } }
                """.formatted(task, online));
        return PipelineFile.read(file, Environment.of(Map.of()));
    }

    /** Rows with a target that depends on all three columns. */
    static List<Example> rows(int count, Kind kind) {
        Random random = new Random(SEED);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = random.nextGaussian();
            double y = 100 + 20 * random.nextGaussian();
            int where = random.nextInt(1 + Math.min(4, i / 50));
            boolean missing = i > 100 && random.nextInt(10) == 0;
            double sum = x + (y - 100) / 20 + where - 2;
            rows.add(new Example(
                    new Values(
                            new double[] {x, missing ? Double.NaN : y, Double.NaN},
                            new String[] {null, null, "place-" + where},
                            new float[3][]),
                    kind.of(sum),
                    1));
        }
        return rows;
    }

    /** What the target is. */
    enum Kind {
        NUMBER,
        CLASS_OF_TWO,
        CLASS_OF_THREE;

        double of(double sum) {
            return switch (this) {
                case NUMBER -> Math.exp(10 + sum / 3);
                case CLASS_OF_TWO -> sum > 0 ? 1 : 0;
                case CLASS_OF_THREE -> sum > 1 ? 2 : sum > -1 ? 1 : 0;
            };
        }
    }
}
