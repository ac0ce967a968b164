package io.millrace.benchmarks.plan;

import io.millrace.benchmarks.flow.Capacity;
import io.millrace.benchmarks.flow.LatencyRunner;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.flow.OurRig.Tuning;
import io.millrace.benchmarks.flow.OwnWorkload;
import io.millrace.benchmarks.flow.Pace;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.report.LatencyResult.Load;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import io.millrace.config.BatchingConfig;
import io.millrace.config.PipelineConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Tries settings of a user's own job: first sizes of batches with numbers of workers, then with the best of them delays
 * and parallelisms; then the latency of the best at the same load: half of what the settings of the file carry when nothing
 * has to be sent meanwhile, or half of that again until they do not fall behind, but not less than a twentieth.
 */
public final class Sweep {
    private static final List<Integer> SIZES = List.of(64, 256, 1024);
    private static final List<Duration> DELAYS = List.of(Duration.ofMillis(2), Duration.ofMillis(5));
    private static final int MOST_WORKERS = 4;
    private static final int FINALISTS = 3;
    private static final double LOAD = 0.5;
    private static final double LEAST_LOAD = 0.05;
    private static final double BEHIND_MILLIS = 1000;
    private static final int ATTEMPTS = 2;

    private final OwnWorkload workload;
    private final Runner.Surroundings surroundings;
    private final Lengths lengths;
    private final long seed;
    private final int cores;

    /** How long each trial is drained, and how long each finalist has a load. */
    public record Lengths(Pace drain, Pace load) {}

    /**
     * What came out.
     *
     * @param trials that of the file's own settings first
     * @param load events a second that the finalists were given
     */
    public record Swept(List<Trial> trials, double load) {

        public Swept {
            trials = List.copyOf(trials);
        }
    }

    public Sweep(OwnWorkload workload, Runner.Surroundings surroundings, Lengths lengths, int cores, long seed) {
        this.workload = workload;
        this.surroundings = surroundings;
        this.lengths = lengths;
        this.cores = cores;
        this.seed = seed;
    }

    /** Tries everything. */
    public Swept run() throws Exception {
        Set<Tuning> first = new LinkedHashSet<>(List.of(ofFile(workload.pipeline())));
        int mostWorkers = Math.min(MOST_WORKERS, cores);
        for (int size : SIZES) {
            IntStream.iterate(1, workers -> workers <= mostWorkers, workers -> 2 * workers)
                    .forEach(workers -> first.add(new Tuning(size, workers, Duration.ZERO, 0)));
        }
        List<Trial> trials = new ArrayList<>(drained(first));
        Tuning best = fastest(trials).get(0).settings();
        Set<Tuning> second = new LinkedHashSet<>();
        DELAYS.forEach(delay -> second.add(new Tuning(best.maxSize(), best.workers(), delay, 0)));
        int mostSubtasks = Math.min(cores, workload.pipeline().kafka().partitions());
        IntStream.iterate(1, subtasks -> subtasks <= mostSubtasks, subtasks -> 2 * subtasks)
                .filter(subtasks -> subtasks != workload.pipeline().runtime().parallelism())
                .forEach(subtasks -> second.add(new Tuning(best.maxSize(), best.workers(), best.maxDelay(), subtasks)));
        second.removeAll(first);
        trials.addAll(drained(second));
        return withLatencies(trials);
    }

    private static Tuning ofFile(PipelineConfig pipeline) {
        BatchingConfig batching = pipeline.batching();
        return new Tuning(batching.maxSize(), batching.workers(), batching.maxDelay(), 0);
    }

    private static List<Trial> fastest(List<Trial> trials) {
        return trials.stream()
                .sorted(Comparator.comparingDouble(Trial::eventsPerSecond).reversed())
                .toList();
    }

    private List<Trial> drained(Set<Tuning> settings) throws Exception {
        List<Rig> rigs = new ArrayList<>();
        Map<String, Trial> trials = new LinkedHashMap<>();
        for (Tuning each : settings) {
            OurRig rig = OurRig.tuned(each);
            rigs.add(rig);
            trials.put(rig.name(), new Trial(each, 0, Double.NaN));
        }
        Runner.Size size = new Runner.Size(0, lengths.drain, ATTEMPTS);
        for (Round round : new Runner(new Runner.Plan(List.of(workload), rigs, 1, size, seed), surroundings)
                .run()
                .rounds()) {
            requireRight(round.verdict(), round.cell().toString());
            String rig = round.cell().rig();
            trials.computeIfPresent(
                    rig,
                    (name, trial) -> new Trial(trial.settings(), round.sample().eventsPerSecond(), Double.NaN));
        }
        return List.copyOf(trials.values());
    }

    private Swept withLatencies(List<Trial> trials) throws Exception {
        Trial ofFile = trials.get(0);
        if (!(ofFile.eventsPerSecond() > 0)) {
            throw new IOException("settings of the file could not be measured: see what was said of their round");
        }
        double load = LOAD * ofFile.eventsPerSecond();
        double p99 = p99(ofFile.settings(), load);
        while (p99 > BEHIND_MILLIS && load > 2 * LEAST_LOAD * ofFile.eventsPerSecond()) {
            load /= 2;
            surroundings.progress().accept(String.format(Locale.ROOT, "falls behind, next with %,.0f events/s", load));
            p99 = p99(ofFile.settings(), load);
        }
        List<Trial> finalists = fastest(trials).subList(0, Math.min(FINALISTS, trials.size()));
        List<Trial> measured = new ArrayList<>(List.of(ofFile.withLatency(p99)));
        for (Trial trial : trials.subList(1, trials.size())) {
            measured.add(finalists.contains(trial) ? trial.withLatency(p99(trial.settings(), load)) : trial);
        }
        return new Swept(measured, load);
    }

    private static void requireRight(Verdict verdict, String of) throws IOException {
        if (!verdict.correct()) {
            throw new IOException("outputs are wrong: of=" + of + ", why=" + verdict.why());
        }
    }

    private double p99(Tuning settings, double eventsPerSecond) throws Exception {
        LatencyRunner.Plan plan = new LatencyRunner.Plan(
                workload,
                OurRig.tuned(settings),
                new Capacity(eventsPerSecond, lengths.drain),
                List.of(1.0),
                lengths.load,
                seed);
        Load load =
                new LatencyRunner(plan, surroundings).run().latency().loads().get(0);
        requireRight(load.verdict(), "load of " + settings);
        return load.latency().millis(99);
    }
}
