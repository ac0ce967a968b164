package io.millrace.benchmarks.micro;

import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.EnrichedEvent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One forward pass over a batch, from its memory to its outputs. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class ForwardBenchmark {

    @Param({"W1", "W2-json"})
    public String workload;

    @Param({"1", "64", "256"})
    public int rows;

    private ServedModel model;
    private TensorMemory pool;
    private BatchMemory memory;

    @Setup
    public void open() throws Exception {
        EnrichedEvent[] events;
        try (Bench bench = Bench.of(workload)) {
            events = bench.enriched();
            model = bench.model();
        }
        pool = TensorMemory.forBatches(model.encoder().inputs(), rows, 1);
        memory = pool.batch(model.encoder().inputs(), rows);
        for (int row = 0; row < rows; row++) {
            model.encoder().encode(events[row], memory, row);
        }
    }

    @Benchmark
    public float[] forward() throws ScoringException {
        return model.scorer().score(memory, rows);
    }

    @TearDown
    public void close() {
        memory.close();
        pool.close();
        model.close();
    }
}
