package io.millrace.benchmarks.micro;

import io.millrace.config.PipelineConfig;
import io.millrace.config.PipelineFile;
import io.millrace.config.bind.Environment;
import io.millrace.models.feature.Values;
import io.millrace.models.online.Example;
import io.millrace.models.online.OnlineLearner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A linear learner with FTRL-Proximal: sees, encodes and learns from one row of ten numbers. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class LearnBenchmark {
    private static final int ROWS = 4096;
    private static final int NUMBERS = 10;

    private OnlineLearner learner;
    private Example[] examples;
    private int next;

    @Setup
    public void open() throws Exception {
        learner = OnlineLearner.fresh(pipeline(), List.of("0", "1"));
        examples = new Example[ROWS];
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            double[] row = random.doubles(NUMBERS).toArray();
            examples[i] = new Example(Values.ofNumbers(row), row[0] > row[1] ? 1 : 0, 1);
        }
    }

    private static PipelineConfig pipeline() throws Exception {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < NUMBERS; i++) {
            fields.append("    x").append(i).append(": { type: float }\n");
        }
        Path file = Files.createTempFile("learn", ".yaml");
        try {
            Files.writeString(
                    file,
                    "pipeline: learn\nevents:\n  topic: learn\n  id: id\n  key: id\n  time: { field: at }\n  fields:\n"
                            + fields
                            + "model: { name: learn, task: binary, target: truth }\n"
                            + "learning: { online: { learner: linear } }\n");
            return PipelineFile.read(file, Environment.of(Map.of()));
        } finally {
            Files.delete(file);
        }
    }

    @Benchmark
    public long learn() {
        next = (next + 1) % ROWS;
        learner.observe(examples[next].row());
        learner.learn(examples[next]);
        return learner.learned();
    }

    @TearDown
    public void close() {
        learner.close();
    }
}
