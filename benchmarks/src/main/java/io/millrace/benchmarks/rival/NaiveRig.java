package io.millrace.benchmarks.rival;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.RigInputs;
import io.millrace.benchmarks.flow.StageGraph;
import io.millrace.models.infer.ModelLoadException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A: what most people write first. Each event goes through Flink's asynchronous I/O to a pool of threads, each of which
 * has a DJL predictor of its own and predicts one row at a time.
 */
public final class NaiveRig implements Rig.Stream {
    private static final int TIMEOUT_SECONDS = 60;

    private final Settings settings;

    /**
     * What the rig is tuned with.
     *
     * @param threads threads with a predictor each
     * @param inFlight events inside the asynchronous operator
     */
    public record Settings(int threads, int inFlight) {
        /** One thread, because the rig has one core; chosen, not swept. */
        public static final Settings ONE_CORE = new Settings(1, 256);
    }

    public NaiveRig(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return settings.equals(Settings.ONE_CORE) ? "naive" : "naive-" + settings.threads + "x" + settings.inFlight;
    }

    @Override
    public String description() {
        return "A: Flink async I/O and one DJL Predictor per thread, a row at a time; every other stage is ours; threads="
                + settings.threads + ", in flight=" + settings.inFlight;
    }

    @Override
    public StreamGraph graph(RigInputs inputs) throws ModelLoadException {
        RivalModel model = RivalModel.of(inputs);
        return StageGraph.scoring(inputs, events -> AsyncDataStream.unorderedWait(
                        events,
                        new PredictorFunction(model, settings.threads),
                        TIMEOUT_SECONDS,
                        TimeUnit.SECONDS,
                        settings.inFlight)
                .uid("predict")
                .name("predict"));
    }
}
