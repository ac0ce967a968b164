package io.millrace.benchmarks.plan;

import io.millrace.benchmarks.flow.DecodeRig;
import io.millrace.benchmarks.flow.EnrichRig;
import io.millrace.benchmarks.flow.Furnished;
import io.millrace.benchmarks.flow.NoForwardRig;
import io.millrace.benchmarks.flow.OurRig;
import io.millrace.benchmarks.flow.OwnWorkload;
import io.millrace.benchmarks.flow.PredictionRig;
import io.millrace.benchmarks.flow.Rig;
import io.millrace.benchmarks.flow.Runner;
import io.millrace.benchmarks.flow.ScoredRig;
import io.millrace.benchmarks.report.Round;
import io.millrace.config.PipelineConfig;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.batch.Forecast;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLease;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.infer.SharedModels;
import io.millrace.models.registry.RegistrySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Measures the steps of a pipeline's job one by one on this machine, and what the job does, if asked to. */
public final class Forecasting {
    private static final List<Rig> STEPS =
            List.of(new NoForwardRig(), new DecodeRig(), new EnrichRig(), new PredictionRig(), new ScoredRig());

    private final OwnWorkload workload;
    private final Home home;
    private final Runner.Surroundings surroundings;

    /** @param home of the user, with the registry */
    public Forecasting(OwnWorkload workload, Home home, Runner.Surroundings surroundings) {
        this.workload = workload;
        this.home = home;
        this.surroundings = surroundings;
    }

    /** The rigs that do one step each. */
    public static List<Rig> steps() {
        return STEPS;
    }

    /**
     * What came out.
     *
     * @param measured events per second of the job itself, or null if it was not asked for
     */
    public record Outcome(
            Steps steps, Forecast batches, @Nullable Double measured) {}

    /**
     * Runs a round of each step.
     *
     * @param check whether the job itself runs a round as well
     */
    public Outcome run(boolean check, Runner.Size size, long seed) throws Exception {
        List<Rig> rigs = new ArrayList<>(STEPS);
        boolean scored = workload.pipeline().predictions().scored();
        if (!scored) {
            rigs.removeIf(
                    ScoredRig.class::isInstance); // there is no such step, and the rig would find nothing to write
        }
        if (check) {
            rigs.add(new OurRig());
        }
        Map<String, Round> rounds = new TreeMap<>();
        for (Round round : new Runner(new Runner.Plan(List.of(workload), rigs, 1, size, seed), surroundings)
                .run()
                .rounds()) {
            rounds.put(round.cell().rig(), round);
        }
        double decode = micros(rounds, new DecodeRig());
        double enrich = micros(rounds, new EnrichRig());
        double prediction = micros(rounds, new PredictionRig());
        double written = scored ? micros(rounds, new ScoredRig()) : 0;
        double job = micros(rounds, new NoForwardRig());
        Steps steps = new Steps(
                Math.max(0, job - decode - enrich - prediction - written), decode, enrich, prediction, written);
        Double measured = check ? 1e6 / micros(rounds, new OurRig()) : null;
        return new Outcome(steps, batches(), measured);
    }

    private static double micros(Map<String, Round> rounds, Rig rig) throws IOException {
        Round round = rounds.get(rig.name());
        if (round == null || !round.verdict().correct() || round.sample().events() == 0) {
            throw new IOException("step was not measured: step=" + rig.name() + ", why="
                    + (round == null ? "it did not run" : round.verdict().why()));
        }
        return round.sample().cpuMicrosPerEvent();
    }

    /** By the profile that every job makes of its model before it serves. */
    private Forecast batches() throws ModelLoadException, InterruptedException {
        PipelineConfig pipeline = workload.pipeline();
        RegistrySource source = Furnished.model(home, pipeline);
        try (ModelLease lease = SharedModels.process()
                .acquire(
                        source,
                        source.resolve().version(),
                        ComputeDevice.CPU,
                        pipeline.batching().maxSize())) {
            return new Forecast(lease.profile(), pipeline.batching());
        }
    }
}
