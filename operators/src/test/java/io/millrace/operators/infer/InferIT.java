package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.batch.Batchers;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.FakeModels;
import io.millrace.models.infer.FakeScorer;
import io.millrace.models.infer.ModelSource;
import io.millrace.models.infer.ScoringException;
import io.millrace.models.infer.ServedModel;
import io.millrace.models.infer.SharedModels;
import io.millrace.operators.record.EnrichedEvent;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.clusterframework.ApplicationStatus;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The stage in a cluster of this process, with generic types off and objects reused. */
@ExtendWith(io.millrace.models.batch.NothingLeft.class)
class InferIT {
    private static final int MAX_PARALLELISM = 4;
    private static final int POISON_EVERY = 100;

    private static @Nullable MiniCluster cluster;

    @TempDir
    Path savepoints;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration().set(RestOptions.BIND_PORT, "0"))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(MAX_PARALLELISM)
                .build());
        cluster().start();
    }

    @AfterAll
    static void stopCluster() throws Exception {
        cluster().close();
    }

    @BeforeEach
    void startAfresh() {
        Seen.startAfresh();
    }

    @AfterEach
    void nothingIsShared() {
        assertThat(SharedModels.process().size()).isZero();
        assertThat(Batchers.process().size()).isZero();
    }

    @Test
    void everyEventOfABoundedStreamLeavesOnce() throws Exception {
        JobResult result = run(job(5_000, 2));

        assertThat(result.isSuccess()).as("%s", result.getSerializedThrowable()).isTrue();
        assertThat(Seen.OUT).hasSize(5_000).allSatisfy((offset, times) -> assertThat(times)
                .isOne());
        assertThat(Seen.REJECTED).hasValue(5_000 / POISON_EVERY);
        assertThat(Seen.VERSIONS.keySet()).isNotEmpty().isSubsetOf(1, 2, 3);
    }

    @Test
    void savepointsAndOtherParallelismsLoseAndRepeatNothing() throws Exception {
        int events = 60_000;
        String savepoint = null;
        Seen.slow = true;
        for (int parallelism : new int[] {1, 2, 4, 3}) {
            Seen.more = new CountDownLatch(300);
            JobID id = submit(job(events, parallelism), savepoint);
            Seen.more.await();
            savepoint = cluster()
                    .stopWithSavepoint(id, savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL)
                    .get();
            await(id);
        }
        Seen.slow = false;
        JobResult result = await(submit(job(events, 1), savepoint));

        assertThat(result.isSuccess()).as("%s", result.getSerializedThrowable()).isTrue();
        assertThat(Seen.OUT).hasSize(events).allSatisfy((offset, times) -> assertThat(times)
                .as("offset=%s", offset)
                .isOne());
    }

    @Test
    void drainingForAStopLeavesNothingInState() throws Exception {
        Seen.slow = true;
        Seen.more = new CountDownLatch(300);
        JobID id = submit(job(60_000, 2), null);
        Seen.more.await();
        cluster()
                .stopWithSavepoint(id, savepoints.toUri().toString(), true, SavepointFormatType.CANONICAL)
                .get();

        assertThat(await(id).isSuccess()).isTrue();
        assertThat(Seen.OUT).allSatisfy((offset, times) -> assertThat(times).isOne());
        assertThat(Seen.IN.get()).isEqualTo(Seen.OUT.size());
    }

    @Test
    void cancellingWhileTheModelRunsLeavesNoThread() throws Exception {
        Seen.stuck = true;
        JobID id = submit(job(60_000, 2), null);
        Seen.reachedModel.await();
        cluster().cancelJob(id).get();

        assertThat(await(id).getApplicationStatus()).isEqualTo(ApplicationStatus.CANCELED);
    }

    private static StreamGraph job(int events, int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(parallelism).setMaxParallelism(128);
        DataStream<EnrichedEvent> enriched = flink.fromSource(
                        new NumberSequenceSource(1, events), WatermarkStrategy.noWatermarks(), "events")
                .setParallelism(1)
                .uid("events")
                .map(offset -> EnrichedEvents.event(Seen.in(offset)))
                .returns(RecordTypes.ENRICHED_EVENT)
                .setParallelism(1)
                .uid("enriched");
        BatchingConfig batching = InferSetups.batching(Order.UNORDERED, 4, 64);
        SingleOutputStreamOperator<Prediction> predicted = Infer.stage(
                enriched.rebalance(), InferIT::announce, InferSetups.settings(batching, new ClusterSource()));
        predicted.sinkTo(new CountingSink<Prediction>()).uid("predictions");
        predicted
                .getSideOutput(SideOutputs.REJECTED)
                .sinkTo(new CountingSink<Rejection>())
                .uid("rejections");
        return flink.getStreamGraph();
    }

    private static AutoCloseable announce(AnnouncementFeed.Listener listener) {
        Thread teller = new Thread(() -> {
            listener.announced(new ModelAnnouncement("fake", 2, 2));
            listener.announced(new ModelAnnouncement("fake", 3, 3));
        });
        teller.start();
        return teller::join;
    }

    private static JobResult run(StreamGraph job) throws Exception {
        return await(submit(job, null));
    }

    private static JobID submit(StreamGraph job, @Nullable String savepoint) throws Exception {
        if (savepoint != null) {
            job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        return cluster().submitJob(job).get().getJobID();
    }

    private static JobResult await(JobID id) throws Exception {
        return cluster().requestJobResult(id).get();
    }

    private static MiniCluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    /** What the job meets and does; static, because its functions are copies. */
    private static final class Seen {
        static final AtomicInteger IN = new AtomicInteger();
        static final Map<Integer, Integer> OUT = new ConcurrentHashMap<>();
        static final Map<Integer, Integer> VERSIONS = new ConcurrentHashMap<>();
        static final AtomicInteger REJECTED = new AtomicInteger();
        static volatile CountDownLatch more = new CountDownLatch(0);
        static volatile CountDownLatch reachedModel = new CountDownLatch(1);
        static volatile boolean slow;
        static volatile boolean stuck;

        static void startAfresh() {
            IN.set(0);
            OUT.clear();
            VERSIONS.clear();
            REJECTED.set(0);
            reachedModel = new CountDownLatch(1);
            slow = false;
            stuck = false;
        }

        static int in(long offset) {
            IN.incrementAndGet();
            return (int) offset;
        }

        static float[] score(float[] inputs) throws ScoringException {
            for (float each : inputs) {
                if (each > 0 && each % POISON_EVERY == 0) {
                    throw new ScoringException("poison");
                }
            }
            if (slow) {
                LockSupport.parkNanos(2_000_000);
            }
            if (stuck && inputs[0] > 0) {
                reachedModel.countDown();
                BatchInferOperatorTest.await(new CountDownLatch(1));
            }
            return inputs;
        }

        static void out(Object value) {
            int offset;
            if (value instanceof Prediction prediction) {
                offset = EnrichedEvents.offset(prediction);
                VERSIONS.merge(prediction.model().version(), 1, Integer::sum);
            } else {
                offset = EnrichedEvents.offset((Rejection) value);
                REJECTED.incrementAndGet();
            }
            OUT.merge(offset, 1, Integer::sum);
            more.countDown();
        }
    }

    private static final class ClusterSource implements ModelSource {

        @Override
        public String key() {
            return "cluster";
        }

        @Override
        public Resolved resolve() {
            return new Resolved(1, 1);
        }

        @Override
        public ServedModel load(int version, ComputeDevice device) {
            return FakeModels.version(version, new FakeScorer(Seen::score));
        }
    }

    private static final class CountingSink<T> implements Sink<T> {

        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context writing) {
                    Seen.out(element);
                }

                @Override
                public void flush(boolean endOfInput) {}

                @Override
                public void close() {}
            };
        }
    }
}
