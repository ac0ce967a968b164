package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Cell;
import io.millrace.benchmarks.report.Round;
import io.millrace.benchmarks.report.Verdict;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.models.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One round of a rig with a stream: a fresh process drains a topic that was filled before. From its first record on it
 * warms up for some time, on every core, or several times as long if it got less processor time than that. Then its
 * compiler has a core for itself until it has little to do, and only then the rig has one, without its compiler, whose
 * time is reported apart. Its rate is that of the records that the broker took in the time after that. Then it stops
 * reading and answers what it has read, and all of it goes through the gate.
 */
final class DrainTest {
    /** How many times as fast a rig may become when it shares its core with nobody. */
    private static final double FASTER_ALONE = 2;

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration COMPILER_LOOK = Duration.ofSeconds(3);
    private static final double MOST_COMPILING = 0.03;
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(90);
    private static final int TIMES_AS_LONG = 2;
    private static final int MOST_WARM_UPS = 5;
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Bed bed;
    private final Cores cores;
    private final RigStarter starter;
    private final Consumer<String> progress;

    DrainTest(Bed bed, Cores cores, RigStarter starter, Consumer<String> progress) {
        this.bed = bed;
        this.cores = cores;
        this.starter = starter;
        this.progress = progress;
    }

    /**
     * Runs a round. If the topic was too short for it, the topic is longer afterwards. A rig that alternates runs many at
     * once: one for each turn, of which the two of a pair have the same number.
     */
    List<Round> run(Rig.Stream rig, int number, RigOrder order) throws IOException, InterruptedException {
        return new Drain(rig, order).rounds(number);
    }

    /** When a drain was measured, and how far it had read when it stopped. */
    private record Ended(long fromMillis, long toMillis, Map<Integer, Long> read) {}

    /** The life of one round. */
    private final class Drain {
        private final Rig.Stream rig;
        private final RigOrder order;
        private final Observations observations = new Observations();
        private long toldNanos = Ticker.system().nanos();
        private long movedNanos = toldNanos;
        private long written;

        Drain(Rig.Stream rig, RigOrder order) {
            this.rig = rig;
            this.order = order;
        }

        List<Round> rounds(int number) throws IOException, InterruptedException {
            RigInputs inputs = RigInputs.of(bed.workload(), bed.furnished().home(), order.topics());
            try (RoundTopics topics = new RoundTopics(inputs)) {
                Ended ended;
                try (ChildJvm child =
                        starter.start(order, bed.furnished().home().root(), cores::onBoth)) {
                    ended = follow(topics, child);
                }
                Gate gate = new Gate(bed.workload(), rig.promise(), bed.reference(), bed.copies());
                bed.loosely(() -> read(topics.predictions(), gate));
                return measured(number, ended, gate);
            }
        }

        private void read(String predictions, Gate gate) {
            try (TopicReader reader = new TopicReader(bed.cluster(), predictions)) {
                reader.readToEnd(gate::add);
            }
        }

        private Ended follow(RoundTopics topics, ChildJvm child) throws IOException, InterruptedException {
            CpuClock clock = new CpuClock(child.pid(), cores.pinned());
            while (written == 0) {
                look(topics, child);
            }
            warmUp(topics, child, clock);
            compile(topics, child, clock);
            bed.pin();
            cores.separate(clock);
            watch(topics, child, SETTLE);
            long from = observe(clock);
            long to = from;
            while (!drained() && to - from < order.pace().measured().toMillis()) {
                look(topics, child);
                to = observe(clock);
            }
            child.tell(RigOrder.STOP);
            return new Ended(from, to, RigOrder.positions(child.await(RigOrder.STOPPED, STOPS_WITHIN)));
        }

        /* On a busy machine a rig that gets little time is hardly compiled after a fixed time. */
        private void warmUp(RoundTopics topics, ChildJvm child, CpuClock clock) throws IOException {
            Duration time = order.pace().warmUp();
            long enough = clock.read().process() + time.toNanos();
            for (int times = 0; times < MOST_WARM_UPS; times++) {
                watch(topics, child, time);
                if (clock.read().process() >= enough) {
                    return;
                }
            }
        }

        /* In a job of a hundred thousand events a second the optimising compiler has work for half a minute. A topic that
         * takes all the room there is may end before. */
        private void compile(RoundTopics topics, ChildJvm child, CpuClock clock) throws IOException {
            long deadline = Ticker.system().nanos() + order.pace().compiling().toNanos();
            if (!order.pace().compiling().isZero()) {
                bed.leaveCoreToCompilerOf(clock);
            }
            double busy = 1;
            double perNano = 0;
            while (busy > MOST_COMPILING && !ending(perNano) && Ticker.system().nanos() < deadline) {
                long compiler = clock.read().compiler();
                long records = written;
                long nanos = Ticker.system().nanos();
                watch(topics, child, COMPILER_LOOK);
                double passed = Ticker.system().nanos() - nanos;
                busy = (clock.read().compiler() - compiler) / passed;
                perNano = (written - records) / passed;
            }
        }

        /** Whether the topic ends, or holds hardly enough for what is to be measured of a rig that now has a core of its own. */
        private boolean ending(double recordsPerNano) {
            long needed = SETTLE.plus(order.pace().measured()).toNanos();
            boolean scarce = bed.events() - written < FASTER_ALONE * recordsPerNano * needed;
            return drained() || (scarce && bed.workload().rowsPerRecord() == 1);
        }

        private void watch(RoundTopics topics, ChildJvm child, Duration time) throws IOException {
            long deadline = Ticker.system().nanos() + time.toNanos();
            while (!drained() && Ticker.system().nanos() < deadline) {
                look(topics, child);
            }
        }

        /** Whether records of many events were all read: then the time may have ended in silence. */
        private boolean wholeTopic(Ended ended) {
            int rows = bed.workload().rowsPerRecord();
            long records =
                    ended.read.values().stream().mapToLong(Long::longValue).sum();
            return rows > 1 && records * rows >= bed.events();
        }

        /** Where records hold many events, nobody knows how many records there will be: then silence is the end. */
        private boolean drained() {
            boolean silent = written > 0 && Ticker.system().nanos() - movedNanos > SILENCE.toNanos();
            return written >= bed.events() || (silent && bed.workload().rowsPerRecord() > 1);
        }

        private long observe(CpuClock clock) throws IOException {
            long now = Ticker.system().epochMillis();
            observations.add(now, clock.read());
            return now;
        }

        private void look(RoundTopics topics, ChildJvm child) throws IOException {
            if (!child.alive()) {
                throw new IOException("rig has ended early: rig=" + rig.name() + ", log=" + child.log());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            long now = topics.written();
            long nanos = Ticker.system().nanos();
            if (now > written) {
                movedNanos = nanos;
            } else if (nanos - movedNanos > RigStarter.STALLED_AFTER.toNanos()) {
                throw new IOException("rig writes nothing any more: rig=" + rig.name() + ", records=" + now
                        + ", waited=" + RigStarter.STALLED_AFTER.toSeconds() + "s, log=" + child.log());
            }
            written = now;
            if (nanos - toldNanos > TELL_EVERY.toNanos()) {
                toldNanos = nanos;
                progress.accept(String.format(
                        Locale.ROOT, "%s: %,d records", order.topics().round(), written));
            }
        }

        private List<Round> measured(int number, Ended ended, Gate gate) throws IOException {
            Window window = window(gate, ended.fromMillis, ended.toMillis);
            Verdict verdict = verdict(window, ended, gate);
            return rig instanceof AlternatingRig alternating && verdict.counted()
                    ? turns(number, ended, gate, alternating)
                    : List.of(round(rig.name(), number, verdict.correct() ? window : window.ofNothing(), verdict));
        }

        private List<Round> turns(int number, Ended ended, Gate gate, AlternatingRig alternating) {
            Alternation turns = alternating.turns(order.pace().measured());
            int pair = (number - 1) * turns.mostPairs(order.pace().measured());
            List<Round> rounds = new ArrayList<>();
            for (Alternation.Pair each : turns.pairs(ended.fromMillis, ended.toMillis)) {
                pair++;
                Window on = window(gate, each.on().fromMillis(), each.on().toMillis());
                Window off = window(gate, each.off().fromMillis(), each.off().toMillis());
                rounds.add(round(alternating.on(), pair, on, on.verdict(observations)));
                rounds.add(round(alternating.off(), pair, off, off.verdict(observations)));
            }
            return rounds;
        }

        private Window window(Gate gate, long fromMillis, long toMillis) {
            return new Window(gate.records(fromMillis, toMillis), fromMillis, toMillis);
        }

        private Round round(String side, int number, Window window, Verdict verdict) {
            return new Round(new Cell(bed.workload().name(), side), number, window.sample(observations), verdict);
        }

        private Verdict verdict(Window window, Ended ended, Gate gate) throws IOException {
            String problem = gate.problem(ended.read);
            if (!problem.isEmpty()) {
                return Verdict.gateFailed(problem);
            }
            boolean longEnough =
                    ended.toMillis - ended.fromMillis >= order.pace().measured().toMillis();
            if (longEnough && !wholeTopic(ended)) {
                return window.verdict(observations);
            }
            int events = bed.events();
            bed.fill(TIMES_AS_LONG * events);
            return Verdict.rejected("topic was at its end before the time was: events=" + events);
        }
    }
}
