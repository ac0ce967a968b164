package io.millrace.benchmarks.micro;

import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.route.PredictionEncoder;
import io.millrace.operators.route.RouteSettings;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a prediction to the record that goes to its topic. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills it in
public class PredictionBenchmark {
    private static final ModelStamp STAMP = new ModelStamp("model", 7, "0123456789abcdef".repeat(4), "champion", 1);
    private static final int LOGITS = 10;

    @Param({"W1", "W2-json"})
    public String workload;

    private Prediction[] predictions;
    private PredictionEncoder encoder;
    private int next;

    @Setup
    public void open() throws Exception {
        try (Bench bench = Bench.of(workload)) {
            EnrichedEvent[] events = bench.enriched();
            SplittableRandom random = new SplittableRandom(1);
            int width = workload.equals("W1") ? LOGITS : 1;
            predictions = new Prediction[events.length];
            for (int i = 0; i < events.length; i++) {
                float[] outputs = new float[width];
                for (int each = 0; each < width; each++) {
                    outputs[each] = (float) random.nextDouble();
                }
                predictions[i] = new Prediction(
                        events[i], STAMP, outputs, random.nextInt(5000), random.nextInt(900), 1 + i % 256);
            }
            encoder = new PredictionEncoder(RouteSettings.of(bench.pipeline()));
        }
    }

    @Benchmark
    public Outbound encode() {
        next = (next + 1) % Bench.EVENTS;
        return encoder.encode(predictions[next], null);
    }
}
