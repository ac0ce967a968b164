package io.millrace.benchmarks.flow;

import io.millrace.models.infer.Scorer;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.time.Ticker;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** F: nothing but forward passes over rows that lie in a batch already, at the size of batch that is best. */
public final class ForwardRig implements Rig.Loop {
    private static final List<Integer> SIZES = List.of(32, 64, 128, 256, 512, 1024);
    private static final long TRIAL_NANOS = Duration.ofMillis(400).toNanos();

    @Override
    public String name() {
        return "forward";
    }

    @Override
    public String description() {
        return "F: forward passes alone, over a batch that was encoded before, at the best of the sizes " + SIZES;
    }

    @Override
    public Turns open(RigInputs inputs) throws Exception {
        ModelBatch batch = new ModelBatch(inputs.model(), SIZES.get(SIZES.size() - 1));
        for (int i = 0; i < batch.memory().capacity(); i++) {
            batch.model().encoder().encode(inputs.workload().row(i), batch.memory(), i);
        }
        Map<Integer, Double> micros = micros(batch);
        return new Passes(batch, best(micros), BatchTimes.note(micros));
    }

    /** How long a batch of each size takes, in microseconds. */
    private static Map<Integer, Double> micros(ModelBatch batch) throws ScoringException {
        Map<Integer, Double> micros = new TreeMap<>();
        for (int size : SIZES) {
            micros(batch, size);
            micros.put(size, micros(batch, size));
        }
        return micros;
    }

    private static int best(Map<Integer, Double> micros) {
        return Collections.min(
                        micros.entrySet(), Comparator.comparingDouble(batch -> batch.getValue() / batch.getKey()))
                .getKey();
    }

    private static double micros(ModelBatch batch, int size) throws ScoringException {
        Scorer scorer = batch.model().scorer();
        long start = Ticker.system().nanos();
        long batches = 0;
        do {
            scorer.score(batch.memory(), size);
            batches++;
        } while (Ticker.system().nanos() - start < TRIAL_NANOS);
        return (Ticker.system().nanos() - start) / 1e3 / batches;
    }

    private record Passes(ModelBatch batch, int size, String note) implements Turns {

        @Override
        public int turn() throws ScoringException {
            return batch.model().scorer().score(batch.memory(), size).length
                    / batch.model().scorer().outputWidth();
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
