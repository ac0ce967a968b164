package io.millrace.benchmarks.rival;

import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.RigInputs;
import io.millrace.benchmarks.flow.StageGraph;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A: what most people write first. Each event goes through Flink's asynchronous I/O to a pool of threads, each of which
 * has a DJL predictor of its own and predicts one row at a time.
 */
public final class NaiveRig implements Rig.Stream {
    private static final int TIMEOUT_SECONDS = 60;

    private static final Set<String> OF_JSON = Set.of("W1", "W2-json");

    private final Decoder decoder;
    private final Settings settings;

    /** How an event is decoded. */
    public enum Decoder {
        /** As in every other rig, so that the comparison is that of the infer stage. */
        OURS("naive", "every other stage is ours"),
        /** As most programs do. */
        TREE("naive-tree", "JSON by Jackson's tree into a map of boxed values; every other stage is ours");

        private final String rig;
        private final String description;

        Decoder(String rig, String description) {
            this.rig = rig;
            this.description = description;
        }
    }

    /**
     * What the rig is tuned with.
     *
     * @param threads threads with a predictor each
     * @param inFlight events inside the asynchronous operator
     */
    public record Settings(int threads, int inFlight) {
        /** Settings that are possible. */
        public Settings {
            if (threads < 1 || inFlight < 1) {
                throw new IllegalArgumentException(
                        "settings are impossible: threads=" + threads + ", events in flight=" + inFlight + ", min=1");
            }
        }

        /** One thread, because the rig has one core; chosen, not swept. */
        public static final Settings ONE_CORE = new Settings(1, 256);
    }

    public NaiveRig(Decoder decoder, Settings settings) {
        this.decoder = decoder;
        this.settings = settings;
    }

    @Override
    public String name() {
        return settings.equals(Settings.ONE_CORE)
                ? decoder.rig
                : decoder.rig + "-" + settings.threads + "x" + settings.inFlight;
    }

    @Override
    public String description() {
        return "A: Flink async I/O and one DJL Predictor per thread, a row at a time; " + decoder.description
                + "; threads=" + settings.threads + ", in flight=" + settings.inFlight;
    }

    @Override
    public boolean carries(Workload workload) {
        return decoder == Decoder.OURS || OF_JSON.contains(workload.name());
    }

    @Override
    public StreamGraph graph(RigInputs inputs) throws ModelLoadException {
        RivalModel model = RivalModel.of(inputs);
        StageGraph.Scoring scoring = events -> AsyncDataStream.unorderedWait(
                        events,
                        new PredictorFunction(model, settings.threads),
                        TIMEOUT_SECONDS,
                        TimeUnit.SECONDS,
                        settings.inFlight)
                .uid("predict")
                .name("predict");
        return switch (decoder) {
            case OURS -> StageGraph.scoring(inputs, scoring);
            case TREE -> StageGraph.scoring(inputs, records -> decoded(records, inputs), scoring);
        };
    }

    private static SingleOutputStreamOperator<Event> decoded(DataStream<RawEvent> records, RigInputs inputs) {
        return records.map(new TreeDecoder(inputs.pipeline().events()), RecordTypes.EVENT)
                .uid("decode")
                .name("decode");
    }
}
