package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    static final Duration BROKER_STARTS_WITHIN = Duration.ofSeconds(60);
    private static final List<String> BROKER_JVM = List.of("-Xms768m", "-Xmx768m", "-XX:+UseSerialGC");

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
     * @param events most events of a round that are measured, or 0 for what the workload says
     * @param loop how long a rig without a stream is measured
     * @param attempts how often a round is run that others disturbed
     */
    public record Size(int events, Duration loop, int attempts) {}

    /**
     * Where the runner works.
     *
     * @param folder for everything that is deleted afterwards
     * @param rig process of a rig
     * @param progress told how far things are
     */
    public record Surroundings(Path folder, Cores cores, RigJvm rig, Consumer<String> progress) {}

    /**
     * How the process of a rig is started.
     *
     * @param main its main class
     * @param options further options of its JVM
     */
    public record RigJvm(Class<?> main, List<String> options) {

        public RigJvm {
            options = List.copyOf(options);
        }
    }

    public Runner(Plan plan, Surroundings surroundings) {
        this.plan = plan;
        this.surroundings = surroundings;
    }

    /** Runs every round, those included that had to be repeated. */
    public List<Round> run() throws Exception {
        surroundings.cores.pinThisProcess();
        List<Round> rounds = new ArrayList<>();
        for (Workload workload : plan.workloads) {
            Path folder = surroundings.folder.resolve(workload.name());
            try {
                rounds.addAll(run(workload, folder));
            } finally {
                delete(folder);
            }
        }
        return rounds;
    }

    private List<Round> run(Workload workload, Path folder) throws Exception {
        int events = plan.size.events == 0 ? workload.events() : plan.size.events;
        Files.createDirectories(folder);
        try (ChildJvm broker = broker(folder, surroundings.cores);
                Bed bed = Bed.make(
                        new Bed.Order(
                                workload, folder, broker.await(BrokerProcess.BOOTSTRAP, BROKER_STARTS_WITHIN), events),
                        surroundings.progress)) {
            return rounds(
                    new DrainTest(
                            bed,
                            surroundings.cores,
                            new DrainTest.Settings(surroundings.rig.main(), surroundings.rig.options(), plan.size.loop),
                            surroundings.progress),
                    workload);
        }
    }

    private List<Round> rounds(DrainTest test, Workload workload) throws IOException, InterruptedException {
        Random random = new Random(plan.seed);
        List<Round> rounds = new ArrayList<>();
        for (int number = 1; number <= plan.rounds; number++) {
            List<Rig> order = new ArrayList<>(plan.carrying(workload));
            Collections.shuffle(order, random);
            for (Rig rig : order) {
                rounds.addAll(turn(test, workload, rig, number));
            }
        }
        return rounds;
    }

    private List<Round> turn(DrainTest test, Workload workload, Rig rig, int number)
            throws IOException, InterruptedException {
        List<Round> attempts = new ArrayList<>();
        for (int attempt = 1; attempt <= plan.size.attempts; attempt++) {
            String name = String.format(
                    Locale.ROOT, "%s-%s-%d-%d", workload.name().toLowerCase(Locale.ROOT), rig.name(), number, attempt);
            Round round = test.run(rig, number, name);
            attempts.add(round);
            surroundings.progress.accept(told(round));
            if (round.verdict().kind() != Verdict.Kind.REJECTED) {
                break;
            }
        }
        return attempts;
    }

    private String told(Round round) {
        return String.format(
                Locale.ROOT,
                "round %d of %d, %s: %,.0f events/s, %.2f us of cpu per event, compiling %.0f %%%s",
                round.number(),
                plan.rounds,
                round.cell(),
                round.sample().eventsPerSecond(),
                round.sample().cpuMicrosPerEvent(),
                100 * round.sample().compiling(),
                round.verdict().counted()
                        ? ""
                        : "; does not count: " + round.verdict().why());
    }

    static ChildJvm broker(Path folder, Cores cores) throws IOException {
        return ChildJvm.start(
                new ChildJvm.Program("broker", BrokerProcess.class, BROKER_JVM, List.of()),
                new ChildJvm.Place(command -> cores.on(Cores.BROKER, command), folder));
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
