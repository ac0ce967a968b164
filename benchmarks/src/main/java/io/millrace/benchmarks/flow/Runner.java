package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.BatchCost;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the rounds of a comparison. In each round every rig has its turn, in an order that is drawn anew; a turn in which
 * others used the rig's core is repeated.
 */
public final class Runner {
    private final Plan plan;
    private final Surroundings surroundings;

    /**
     * What is compared.
     *
     * @param rounds of each rig on each workload
     * @param size how much each round does
     */
    public record Plan(List<Workload> workloads, List<Rig> rigs, int rounds, Size size, long seed) {

        public Plan {
            workloads = List.copyOf(workloads);
            rigs = List.copyOf(rigs);
        }

        /** The rigs that can carry a workload. */
        List<Rig> carrying(Workload workload) {
            return rigs.stream().filter(rig -> rig.carries(workload)).toList();
        }
    }

    /**
     * How much a round does.
     *
     * @param events in the topic before the first round, or 0 for what the workload says
     * @param pace of each round
     * @param attempts how often a round is run that others disturbed
     */
    public record Size(int events, Pace pace, int attempts) {}

    /**
     * Where the runner works.
     *
     * @param folder for everything that is deleted afterwards
     * @param different most events that differ from each other
     * @param rig starts the process of a rig
     * @param progress told how far things are
     */
    public record Surroundings(Path folder, int different, Cores cores, RigStarter rig, Consumer<String> progress) {

        /** A bed in the folder, for which there must be none yet. */
        Bed bed(Workload workload) throws Exception {
            Path place = folder.resolve(workload.name());
            Files.createDirectories(place);
            return Bed.make(new Bed.Order(workload, place, different, cores, progress));
        }

        /** Deletes everything that was written. */
        public void delete() throws IOException {
            Runner.delete(folder);
        }
    }

    public Runner(Plan plan, Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
    }

    /**
     * What came out.
     *
     * @param rounds every round, those included that had to be repeated
     * @param batches what batches cost, for each workload whose forward pass was measured
     */
    public record Measured(List<Round> rounds, List<BatchCost> batches) {

        public Measured {
            rounds = List.copyOf(rounds);
            batches = List.copyOf(batches);
        }
    }

    /** Runs everything. */
    public Measured run() throws Exception {
        List<Round> rounds = new ArrayList<>();
        List<BatchCost> batches = new ArrayList<>();
        for (Workload workload : plan.workloads) {
            try (Bed bed = surroundings.bed(workload)) {
                bed.fill(plan.size.events == 0 ? workload.events() : plan.size.events);
                Course course = new Course(bed);
                rounds.addAll(course.rounds());
                course.times
                        .cost(workload.name(), bed.furnished().pipeline().batching())
                        .ifPresent(batches::add);
            }
            surroundings.delete();
        }
        return new Measured(rounds, batches);
    }

    /** The rounds of one workload. */
    private final class Course {
        private final Bed bed;
        private final BatchTimes times = new BatchTimes();

        Course(Bed bed) {
            this.bed = bed;
        }

        List<Round> rounds() throws IOException, InterruptedException {
            Random random = new Random(plan.seed);
            List<Round> rounds = new ArrayList<>();
            for (int number = 1; number <= plan.rounds; number++) {
                List<Rig> order = new ArrayList<>(plan.carrying(bed.workload()));
                Collections.shuffle(order, random);
                for (Rig rig : order) {
                    rounds.addAll(turn(rig, number));
                }
            }
            return rounds;
        }

        private List<Round> turn(Rig rig, int number) throws IOException, InterruptedException {
            List<Round> attempts = new ArrayList<>();
            for (int attempt = 1; attempt <= plan.size.attempts; attempt++) {
                List<Round> rounds = rounds(rig, number, attempt);
                attempts.addAll(rounds);
                rounds.forEach(round -> surroundings.progress.accept(told(number, round)));
                if (rounds.stream().anyMatch(round -> round.verdict().kind() != Verdict.Kind.REJECTED)) {
                    break;
                }
            }
            return attempts;
        }

        private List<Round> rounds(Rig rig, int number, int attempt) throws IOException, InterruptedException {
            Cores cores = surroundings.cores;
            String name = String.format(
                    Locale.ROOT,
                    "%s-%s-%d-%d",
                    bed.workload().name().toLowerCase(Locale.ROOT),
                    rig.name(),
                    number,
                    attempt);
            RigOrder order = RigOrder.of(bed, rig, name, plan.size.pace);
            return rig instanceof Rig.Stream stream
                    ? new DrainTest(bed, cores, surroundings.rig, surroundings.progress).run(stream, number, order)
                    : List.of(new LoopTest(bed, cores, surroundings.rig).run((Rig.Loop) rig, number, order, times));
        }
    }

    /* The turns of an alternating rig are rounds of their own. */
    private String told(int number, Round round) {
        String figures = String.format(
                Locale.ROOT,
                "%,.0f events/s, %.2f us of cpu per event, compiling %.0f %%",
                round.sample().eventsPerSecond(),
                round.sample().cpuMicrosPerEvent(),
                100 * round.sample().compiling());
        return "round " + number + " of " + plan.rounds + ", "
                + (round.number() == number ? "" : "pair " + round.number() + ", ") + round.cell() + ": "
                + (round.verdict().correct() ? figures : "no figures")
                + (round.verdict().counted()
                        ? ""
                        : "; does not count: " + round.verdict().why());
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
