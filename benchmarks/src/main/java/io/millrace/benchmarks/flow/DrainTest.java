package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Sample;
import io.millrace.benchmarks.report.Verdict;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One round of one rig: a fresh process drains a topic that was filled before. The first half of the topic warms it up,
 * on every core; then it is moved to its own, all but its compiler, whose time is reported apart. Its rate is that of the
 * middle 70 % of the records of the second half, by the time at which the broker took them.
 */
final class DrainTest {
    private static final double WINDOW_BEGINS = 0.15;
    private static final double WINDOW_ENDS = 0.85;
    static final double MOST_FOREIGN = 0.10;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    static final Duration STALLED_AFTER = Duration.ofSeconds(90);
    /* The same for every rig. One core: without a flag the JVM would take the serial collector as well. */
    static final List<String> JVM = List.of(
            "-Xms1g",
            "-Xmx1g",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=1",
            "-XX:-UseDynamicNumberOfCompilerThreads");
    private static final Duration LATECOMERS = Duration.ofMillis(500);

    private final Bed bed;
    private final Cores cores;
    private final Settings settings;
    private final Consumer<String> progress;

    /**
     * How rounds are run.
     *
     * @param rigProcess main class of a rig's process
     * @param jvm further options of its JVM
     * @param loop how long a rig without a stream is measured
     */
    record Settings(Class<?> rigProcess, List<String> jvm, Duration loop) {

        Settings {
            jvm = List.copyOf(jvm);
        }
    }

    DrainTest(Bed bed, Cores cores, Settings settings, Consumer<String> progress) {
        this.bed = bed;
        this.cores = cores;
        this.settings = settings;
        this.progress = progress;
    }

    /** Runs a round. */
    Round run(Rig rig, int number, String name) throws IOException, InterruptedException {
        Cell cell = new Cell(bed.workload().name(), rig.name());
        if (rig instanceof Rig.Stream stream) {
            return new Drain(stream, name).round(cell, number);
        }
        return loop(rig, name, cell, number);
    }

    private ChildJvm start(RigOrder order, UnaryOperator<List<String>> command) throws IOException {
        return ChildJvm.start(
                new ChildJvm.Program(order.topics().round(), settings.rigProcess, jvm(), order.arguments()),
                new ChildJvm.Place(command, bed.furnished().home().root()));
    }

    private List<String> jvm() {
        List<String> options = new ArrayList<>(JVM);
        options.addAll(settings.jvm);
        return options;
    }

    private RigOrder order(Rig rig, String topic, String name) {
        return new RigOrder(
                bed.workload().name(),
                rig.name(),
                new RigOrder.Topics(bed.cluster().bootstrap(), topic, name),
                settings.loop);
    }

    private Round loop(Rig rig, String name, Cell cell, int number) throws IOException, InterruptedException {
        RigOrder order = order(rig, bed.topic(1), name);
        try (ChildJvm child = start(order, command -> cores.on(Cores.RIG, command))) {
            Observations observations = new Observations();
            CpuClock clock = new CpuClock(child.pid(), cores.pinned());
            String line = null;
            while (line == null || !line.startsWith(RigOrder.RESULT)) {
                if (RigOrder.WARM.equals(line)) {
                    cores.separate(child.pid(), clock.compilers());
                }
                observations.add(Ticker.system().epochMillis(), clock.read());
                line = child.line(LOOK_EVERY);
                if (line == null && !child.alive()) {
                    throw new IOException("rig has ended early: rig=" + rig.name() + ", log=" + child.log());
                }
            }
            observations.add(Ticker.system().epochMillis(), clock.read());
            String[] result = line.split(" ", -1);
            Window window = new Window(Long.parseLong(result[1]), Long.parseLong(result[2]), Long.parseLong(result[3]));
            return new Round(cell, number, window.sample(observations), window.verdict("", observations));
        }
    }

    /** The part of a round that is measured. */
    private record Window(long events, long fromMillis, long toMillis) {

        Sample sample(Observations observations) {
            return new Sample(
                    events,
                    Math.max(1, toMillis - fromMillis) / 1e3,
                    observations.worked(fromMillis, toMillis) / 1e3 / Math.max(1, events),
                    observations.foreign(fromMillis, toMillis),
                    observations.compiled(fromMillis, toMillis));
        }

        Verdict verdict(String problem, Observations observations) {
            if (!problem.isEmpty()) {
                return Verdict.gateFailed(problem);
            }
            double foreign = observations.foreign(fromMillis, toMillis);
            return foreign <= MOST_FOREIGN
                    ? Verdict.COUNTED
                    : Verdict.rejected(String.format(
                            Locale.ROOT, "foreign cpu %.0f %%, at most %.0f %%", 100 * foreign, 100 * MOST_FOREIGN));
        }
    }

    /** The round of a rig with a stream. */
    private final class Drain {
        private final Rig.Stream rig;
        private final int events;
        private final RigOrder order;
        private final Observations observations = new Observations();
        private long toldNanos = Ticker.system().nanos();

        Drain(Rig.Stream rig, String name) {
            this.rig = rig;
            this.events = bed.events(rig);
            this.order = order(rig, bed.topic(events), name);
        }

        Round round(Cell cell, int number) throws IOException, InterruptedException {
            RigInputs inputs = RigInputs.of(bed.workload(), bed.furnished().home(), order.topics());
            try (RoundTopics topics = new RoundTopics(inputs)) {
                try (ChildJvm child = start(order, UnaryOperator.identity())) {
                    follow(topics, child);
                }
                Gate gate = new Gate(bed.workload(), rig.promise(), bed.reference());
                try (TopicReader reader = new TopicReader(bed.cluster(), topics.predictions())) {
                    reader.readToEnd(gate::add);
                }
                return measured(cell, number, gate);
            }
        }

        private void follow(RoundTopics topics, ChildJvm child) throws IOException {
            CpuClock clock = new CpuClock(child.pid(), cores.pinned());
            long written = 0;
            boolean warm = false;
            long movedNanos = Ticker.system().nanos();
            while (written < events) {
                if (!child.alive()) {
                    throw new IOException("rig has ended early: rig=" + rig.name() + ", log=" + child.log());
                }
                observations.add(Ticker.system().epochMillis(), clock.read());
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
                long now = topics.written();
                if (now > written) {
                    movedNanos = Ticker.system().nanos();
                } else if (Ticker.system().nanos() - movedNanos > STALLED_AFTER.toNanos()) {
                    throw new IOException("rig writes nothing any more: rig=" + rig.name() + ", records=" + now
                            + ", expected=" + events + ", waited=" + STALLED_AFTER.toSeconds() + "s, log="
                            + child.log());
                }
                written = now;
                if (!warm && written >= events / 2) {
                    cores.separate(child.pid(), clock.compilers());
                    warm = true;
                }
                tell(written);
            }
            observations.add(Ticker.system().epochMillis(), clock.read());
            LockSupport.parkNanos(LATECOMERS.toNanos());
        }

        private void tell(long written) {
            long nanos = Ticker.system().nanos();
            if (nanos - toldNanos > TELL_EVERY.toNanos()) {
                toldNanos = nanos;
                progress.accept(String.format(
                        Locale.ROOT, "%s: %,d of %,d", order.topics().round(), written, events));
            }
        }

        private Round measured(Cell cell, int number, Gate gate) {
            long[] written = gate.timestamps();
            int half = written.length / 2;
            int from = half + (int) (WINDOW_BEGINS * half);
            int to = half + (int) (WINDOW_ENDS * half);
            Window window = new Window(to - from, written[from], written[to]);
            return new Round(
                    cell, number, window.sample(observations), window.verdict(gate.problem(events), observations));
        }
    }
}
