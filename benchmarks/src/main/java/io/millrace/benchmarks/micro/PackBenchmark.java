package io.millrace.benchmarks.micro;

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

/** From an enriched event to a row in the memory of a batch. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class PackBenchmark {
    private static final int ROWS = 256;

    @Param({"W1", "W2-json"})
    public String workload;

    private EnrichedEvent[] events;
    private ServedModel model;
    private TensorMemory pool;
    private BatchMemory memory;
    private int next;

    @Setup
    public void open() throws Exception {
        try (Bench bench = Bench.of(workload)) {
            events = bench.enriched();
            model = bench.model();
        }
        pool = TensorMemory.forBatches(model.encoder().inputs(), ROWS, 1);
        memory = pool.batch(model.encoder().inputs(), ROWS);
    }

    @Benchmark
    public BatchMemory pack() {
        next = (next + 1) % Bench.EVENTS;
        model.encoder().encode(events[next], memory, next % ROWS);
        return memory;
    }

    @TearDown
    public void close() {
        memory.close();
        pool.close();
        model.close();
    }
}
