package io.millrace.operators.infer;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.config.DeviceConfig;
import io.millrace.config.ModelConfig;
import io.millrace.models.infer.VersionId;
import io.millrace.models.registry.Drafts;
import io.millrace.models.registry.RegistrySource;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.record.SideOutputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/**
 * A job under a steady load, whose models are real and give outputs that tell which version they are of. What it meets is
 * static, because its functions are copies.
 */
final class SwapJob {
    static final int MAX_EVENTS = 2_000_000;

    private static final int PARALLELISM = 2;
    private static final long GAP_NANOS = 500_000;
    private static final int INPUTS = 100;
    private static final int KEYS = 1_000;
    private static final float BIAS = 100_000;
    private static final float PRECISION = 1;
    private static final long PATIENCE_SECONDS = 60;

    static final AtomicInteger IN = new AtomicInteger();
    static final AtomicInteger REJECTED = new AtomicInteger();
    static final AtomicInteger WRONG = new AtomicInteger();
    static final AtomicInteger SHADOWED = new AtomicInteger();
    static final AtomicInteger CANARIES = new AtomicInteger();
    static final AtomicIntegerArray OUT = new AtomicIntegerArray(MAX_EVENTS);

    private static final AtomicLongArray SENT = new AtomicLongArray(MAX_EVENTS);
    private static final AtomicLongArray MICROS = new AtomicLongArray(MAX_EVENTS);
    private static final List<AnnouncementFeed.Listener> LISTENERS = new CopyOnWriteArrayList<>();
    private static volatile @Nullable Awaited awaited;

    private SwapJob() {}

    /** A prediction that somebody waits for. */
    static final class Awaited {
        private final int version;
        private final String variant;
        private final CountDownLatch seen = new CountDownLatch(1);
        private volatile long nanos;

        private Awaited(int version, String variant) {
            this.version = version;
            this.variant = variant;
        }

        void see(Prediction prediction) {
            if (prediction.model().version() == version
                    && prediction.model().variant().equals(variant)
                    && seen.getCount() > 0) {
                nanos = Ticker.system().nanos();
                seen.countDown();
            }
        }

        long await() throws InterruptedException {
            if (!seen.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no prediction: version=" + version + ", variant=" + variant
                        + ", waited=" + PATIENCE_SECONDS + " s");
            }
            return nanos;
        }
    }

    /** The bias by which the outputs of a version are recognised. */
    static float bias(int version) {
        return version * BIAS;
    }

    /** Tells every subtask, and waits for the first prediction of a version in a role: nanoseconds from one to the other. */
    static long tell(ModelAnnouncement announcement, int version, String variant) throws InterruptedException {
        Awaited first = new Awaited(version, variant);
        awaited = first;
        long told = Ticker.system().nanos();
        tell(announcement);
        return first.await() - told;
    }

    static void tell(ModelAnnouncement announcement) {
        LISTENERS.forEach(listener -> listener.announced(announcement));
    }

    /** Microseconds that the predictions of some events took, sorted. */
    static long[] latencies(int from, int to) {
        long[] micros = new long[to - from];
        for (int i = from; i < to; i++) {
            micros[i - from] = MICROS.get(i);
        }
        java.util.Arrays.sort(micros);
        return micros;
    }

    static StreamGraph graph(Path registry) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(PARALLELISM).setBufferTimeout(/* timeoutMillis= */ 0);
        DataStream<EnrichedEvent> enriched = flink.fromSource(
                        new NumberSequenceSource(0, MAX_EVENTS - 1), WatermarkStrategy.noWatermarks(), "events")
                .setParallelism(1)
                .uid("events")
                .map(SwapJob::sent)
                .returns(RecordTypes.ENRICHED_EVENT)
                .setParallelism(1)
                .uid("paced");
        SingleOutputStreamOperator<Prediction> predicted =
                Infer.stage(enriched.rebalance(), SwapJob::follow, settings(registry));
        predicted.sinkTo(new Watching<Prediction>()).uid("predictions");
        predicted
                .getSideOutput(SideOutputs.REJECTED)
                .sinkTo(new Watching<Rejection>())
                .uid("rejections");
        return flink.getStreamGraph();
    }

    private static InferSettings settings(Path registry) {
        return new InferSettings(
                new ModelConfig(
                        Drafts.MODEL,
                        "champion",
                        ModelConfig.Task.REGRESSION,
                        "price",
                        ModelConfig.TargetTransform.NONE),
                new RegistrySource(registry.toString(), Drafts.MODEL, "champion", Drafts.SCHEMA),
                new BatchingConfig(
                        64, Duration.ZERO, Duration.ofMillis(20), Order.UNORDERED, 1, 1_024, Duration.ofSeconds(30)),
                new DeviceConfig(DeviceConfig.Kind.CPU, 0),
                CheckingWriter::new);
    }

    private static AutoCloseable follow(AnnouncementFeed.Listener listener) {
        LISTENERS.add(listener);
        return () -> LISTENERS.remove(listener);
    }

    /* The pace is kept on average: an event that is late leaves at once. */
    private static EnrichedEvent sent(long number) {
        int offset = (int) number;
        long first = offset == 0 ? Ticker.system().nanos() : SENT.get(0);
        long due = first + offset * GAP_NANOS;
        long left = due - Ticker.system().nanos();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - Ticker.system().nanos();
        }
        SENT.set(offset, offset == 0 ? first : Ticker.system().nanos());
        IN.set(offset + 1);
        byte[] bytes = {(byte) offset};
        RawEvent raw = new RawEvent(new Position("events", 0, offset), offset, bytes, bytes, List.of());
        Event event =
                new Event(raw, "e" + offset, "key" + offset % KEYS, offset, Drafts.row(10 + offset % INPUTS, "a"));
        return new EnrichedEvent(event, FeatureValues.NONE, 0);
    }

    private static boolean right(Prediction prediction, int version, float[] outputs) {
        float expected = 25f * (EnrichedEvents.offset(prediction) % INPUTS) + 2 + bias(version);
        return Math.abs(outputs[0] - expected) < PRECISION;
    }

    private static void seen(Object value) {
        if (!(value instanceof Prediction prediction)) {
            REJECTED.incrementAndGet();
            return;
        }
        int offset = EnrichedEvents.offset(prediction);
        OUT.incrementAndGet(offset);
        MICROS.set(offset, (Ticker.system().nanos() - SENT.get(offset)) / 1_000);
        if (!right(prediction, prediction.model().version(), prediction.outputs())) {
            WRONG.incrementAndGet();
        }
        if (prediction.model().variant().equals("canary")) {
            CANARIES.incrementAndGet();
        }
        Awaited waiting = awaited;
        if (waiting != null) {
            waiting.see(prediction);
        }
    }

    /** Checks that every row of a batch is of one of its two versions, and the other output of the other one. */
    private static final class CheckingWriter implements ScoredWriter {

        @Override
        public List<ScoredBatch> write(ScoredVersions versions, List<Shadowed> rows) {
            List<Shadowed> wrong = new ArrayList<>(rows);
            wrong.removeIf(row -> isRight(versions, row));
            WRONG.addAndGet(wrong.size());
            return List.of();
        }

        private static boolean isRight(ScoredVersions versions, Shadowed row) {
            Prediction prediction = row.prediction();
            boolean canary = prediction.model().variant().equals("canary");
            VersionId candidate = versions.candidate();
            VersionId served = canary ? Objects.requireNonNull(candidate) : versions.champion();
            if (prediction.model().version() != served.version()) {
                return false;
            }
            float[] shadow = row.shadow();
            if (shadow == null) {
                return !canary;
            }
            SHADOWED.incrementAndGet();
            VersionId other = canary ? versions.champion() : Objects.requireNonNull(candidate);
            return right(prediction, other.version(), shadow);
        }

        @Override
        public void close() {}
    }

    private static final class Watching<T> implements Sink<T> {

        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context writing) {
                    seen(element);
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }
}
