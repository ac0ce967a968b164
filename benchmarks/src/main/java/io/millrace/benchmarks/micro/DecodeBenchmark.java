package io.millrace.benchmarks.micro;

import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.EventDecoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the bytes of a record to an event. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class DecodeBenchmark {

    @Param({"W1", "W2-json", "W2-frame"})
    public String workload;

    private RawEvent[] raw;
    private EventDecoder decoder;
    private int next;

    @Setup
    public void open() throws Exception {
        try (Bench bench = Bench.of(workload)) {
            raw = bench.raw();
            decoder = bench.decoder();
        }
    }

    @Benchmark
    public Decoded decode() {
        next = (next + 1) % Bench.EVENTS;
        return decoder.decode(raw[next]).get(0);
    }
}
