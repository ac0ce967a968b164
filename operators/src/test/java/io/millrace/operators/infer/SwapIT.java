package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.infer.SharedModels;
import io.millrace.models.registry.Aliases;
import io.millrace.models.registry.Drafts;
import io.millrace.models.registry.ModelRegistry;
import io.millrace.operators.record.ModelAnnouncement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hot swaps of real models under a load of 2,000 events a second: candidates that score, serve a share and are promoted;
 * versions that are promoted at once; roll-backs. Nothing may be lost, repeated or scored by another version than it says.
 *
 * <p>The long form, which also holds times and memory to their bounds, is a run of its own: {@code ./mvnw verify -pl operators
 * -am -Dmillrace.swaps=200 -Dit.test=SwapIT -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false}.
 */
@ExtendWith(io.millrace.models.batch.NothingLeft.class)
class SwapIT {
    private static final int SWAPS = Integer.getInteger("millrace.swaps", 20);
    private static final boolean LONG = SWAPS >= 200;
    private static final int VERSIONS = 9;
    private static final int CALM_EVENTS = LONG ? 20_000 : 1_000;
    private static final long BETWEEN_NANOS = LONG ? 100_000_000 : 10_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final String CHAMPION = "champion";
    private static final String CANARY = "canary";

    @TempDir
    Path folder;

    private final List<Long> warm = new ArrayList<>();
    private final List<Long> cold = new ArrayList<>();
    private final List<Long> rollbacks = new ArrayList<>();
    private final List<Long> memory = new ArrayList<>();
    private long epoch;
    private int champion = 1;
    private int previous = VERSIONS;

    @Test
    void hotSwapsUnderLoadLoseRepeatAndMixNothing() throws Exception {
        ModelRegistry registry = new ModelRegistry(folder.resolve("registry"));
        for (int version = 1; version <= VERSIONS; version++) {
            registry.publish(Drafts.of(SwapJob.bias(version)));
        }
        epoch = registry.move(Drafts.MODEL, Aliases.CHAMPION, champion).epoch();
        int calm = run(registry);
        report(calm);
        assertNothingIsWrong();
        if (LONG) {
            assertBounds(calm);
        }
    }

    /* Returns the number of events before the first swap. */
    private int run(ModelRegistry registry) throws Exception {
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(new Configuration().set(RestOptions.BIND_PORT, "0"))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .build());
        try {
            cluster.start();
            JobID job = cluster.submitJob(SwapJob.graph(registry.root())).get().getJobID();
            awaitEvents(2 * CALM_EVENTS);
            int calm = SwapJob.IN.get();
            for (int swap = 0; swap < SWAPS; swap++) {
                swap(swap);
                memory.add(residentKilobytes());
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
            String savepoint = folder.resolve("savepoint").toUri().toString();
            cluster.stopWithSavepoint(job, savepoint, true, SavepointFormatType.CANONICAL)
                    .get();
            assertThat(cluster.requestJobResult(job).get().isSuccess()).isTrue();
            return calm;
        } finally {
            cluster.close();
        }
    }

    private void swap(int swap) throws InterruptedException {
        switch (swap % 4) {
            case 0 -> promoteByShare();
            case 1 -> rollBack();
            case 2 -> promoteAtOnce();
            default -> promoteWhileACandidateScores();
        }
    }

    private void promoteByShare() throws InterruptedException {
        int next = next(champion);
        SwapJob.tell(announcement(champion, next, 0.01));
        SwapJob.tell(announcement(champion, next, 0.25), next, CANARY);
        LockSupport.parkNanos(BETWEEN_NANOS);
        warm.add(serve(next, SwapJob.tell(announcement(next, 0, 0), next, CHAMPION)));
    }

    private void rollBack() throws InterruptedException {
        int back = previous;
        rollbacks.add(serve(back, SwapJob.tell(announcement(back, 0, 0), back, CHAMPION)));
    }

    private void promoteAtOnce() throws InterruptedException {
        int next = next(next(champion));
        cold.add(serve(next, SwapJob.tell(announcement(next, 0, 0), next, CHAMPION)));
    }

    private void promoteWhileACandidateScores() throws InterruptedException {
        int candidate = next(champion);
        int next = next(candidate);
        SwapJob.tell(announcement(champion, candidate, 0.5), candidate, CANARY);
        LockSupport.parkNanos(BETWEEN_NANOS);
        cold.add(serve(next, SwapJob.tell(announcement(next, candidate, 0.5), next, CHAMPION)));
        SwapJob.tell(announcement(next, 0, 0));
    }

    private ModelAnnouncement announcement(int version, int candidate, double share) {
        epoch++;
        return new ModelAnnouncement(Drafts.MODEL, version, epoch, candidate, share);
    }

    private long serve(int version, long nanos) {
        previous = champion;
        champion = version;
        return nanos;
    }

    private static int next(int version) {
        return version % VERSIONS + 1;
    }

    private void assertNothingIsWrong() {
        int events = SwapJob.IN.get();
        int lost = 0;
        int repeated = 0;
        for (int i = 0; i < events; i++) {
            lost += SwapJob.OUT.get(i) == 0 ? 1 : 0;
            repeated += SwapJob.OUT.get(i) > 1 ? 1 : 0;
        }
        assertThat(lost).as("lost").isZero();
        assertThat(repeated).as("repeated").isZero();
        assertThat(SwapJob.REJECTED).as("rejected").hasValue(0);
        assertThat(SwapJob.WRONG).as("rows of another version than they say").hasValue(0);
        assertThat(SwapJob.SHADOWED.get()).as("rows with both outputs").isPositive();
        assertThat(SwapJob.CANARIES.get()).as("rows that a candidate served").isPositive();
        assertThat(SharedModels.process().size()).as("models left").isZero();
    }

    private void assertBounds(int calm) {
        assertThat(Collections.max(warm) / NANOS_PER_MILLI).as("promotion").isLessThanOrEqualTo(1_000);
        assertThat(Collections.max(cold) / NANOS_PER_MILLI)
                .as("promotion at once")
                .isLessThanOrEqualTo(1_000);
        assertThat(Collections.max(rollbacks) / NANOS_PER_MILLI).as("roll-back").isLessThanOrEqualTo(10_000);
        assertThat(swappingP99(calm) - calmP99(calm))
                .as("added p99 in microseconds")
                .isLessThanOrEqualTo(50_000);
        assertThat(growth()).as("growth of memory in the second half").isLessThanOrEqualTo(0.05);
    }

    private void report(int calm) {
        System.out.printf(
                Locale.ROOT,
                "swaps=%d events=%d shadowed=%d canaries=%d p99_ms_calm=%.1f p99_ms_swapping=%.1f%n"
                        + "first_prediction_ms promoted: %s; promoted at once: %s; rolled back: %s%n"
                        + "resident_kb third quarter=%d last quarter=%d growth=%.2f %%%n",
                SWAPS,
                SwapJob.IN.get(),
                SwapJob.SHADOWED.get(),
                SwapJob.CANARIES.get(),
                calmP99(calm) / 1e3,
                swappingP99(calm) / 1e3,
                figures(warm),
                figures(cold),
                figures(rollbacks),
                median(quarter(2)),
                median(quarter(3)),
                100 * growth());
    }

    /* The first events meet a job that has just started. */
    private static long calmP99(int calm) {
        return p99(SwapJob.latencies(calm - CALM_EVENTS, calm));
    }

    private static long swappingP99(int calm) {
        return p99(SwapJob.latencies(calm, SwapJob.IN.get()));
    }

    private static long p99(long[] sorted) {
        return sorted[(int) (sorted.length * 0.99)];
    }

    private double growth() {
        return median(quarter(3)) / (double) median(quarter(2)) - 1;
    }

    private List<Long> quarter(int index) {
        int size = memory.size();
        return memory.subList(index * size / 4, (index + 1) * size / 4);
    }

    private static String figures(List<Long> nanos) {
        return String.format(
                Locale.ROOT,
                "median=%.1f max=%.1f",
                median(nanos) / (double) NANOS_PER_MILLI,
                Collections.max(nanos) / (double) NANOS_PER_MILLI);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static void awaitEvents(int count) {
        while (SwapJob.IN.get() < count) {
            LockSupport.parkNanos(NANOS_PER_MILLI);
        }
    }

    private static long residentKilobytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
