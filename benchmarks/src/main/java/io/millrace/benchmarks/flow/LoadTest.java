package io.millrace.benchmarks.flow;

import io.millrace.benchmarks.report.Verdict;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.jobs.kafka.Topics;
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
 * One open load of the scoring job in a fresh process: a sender that waits for nobody, and the time of each prediction
 * against the time at which its event was due.
 */
final class LoadTest {
    private static final List<String> SENDER_JVM = List.of("-Xms768m", "-Xmx768m", "-Xmn512m", "-XX:+UseSerialGC");
    private static final Duration SENDER_STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final Duration CLOCKS_AGREE_WITHIN = Duration.ofMillis(100);
    /** A rig with a stream has none of its own. */
    private static final Pace NO_PACE = new Pace(Duration.ZERO, Duration.ZERO);

    /** The part of the warm-up in which everything may run on every core. */
    private static final double COMPILED_AFTER = 0.75;

    private static final int MOST_DIFFERENT = 50_000;
    private static final double MOST_LAG_MILLIS = 10;
    /** Events before the load, which show that the job runs. */
    private static final int FIRST_EVENTS = 1;

    private final Bed bed;
    private final Cores cores;
    private final RigStarter starter;
    private final Consumer<String> progress;

    LoadTest(Bed bed, Cores cores, RigStarter starter, Consumer<String> progress) {
        this.bed = bed;
        this.cores = cores;
        this.starter = starter;
        this.progress = progress;
    }

    /**
     * One load of a rig.
     *
     * @param name for the topics and the logs
     * @param seed of the arrivals
     */
    record Ask(Rig.Stream rig, String name, LoadOrder.Shape shape, long seed) {}

    /** Runs a load. If its answers do not pass the gate, what was recorded is worth nothing. */
    Verdict run(Ask ask, Answers.Recording recording) throws IOException, InterruptedException {
        String name = bed.workload().name().toLowerCase(Locale.ROOT) + "-" + ask.name;
        String events = name + ".events";
        RigOrder.Topics places = new RigOrder.Topics(bed.cluster().bootstrap(), events, name);
        int partitions = bed.furnished().pipeline().kafka().partitions();
        Topics.create(bed.cluster(), List.of(new Topics.Plan(events, partitions, RoundTopics.STAMPED)));
        try (RoundTopics topics =
                new RoundTopics(RigInputs.of(bed.workload(), bed.furnished().home(), places))) {
            LoadOrder order = new LoadOrder(
                    bed.workload().name(),
                    new LoadOrder.Target(bed.cluster().bootstrap(), events),
                    ask.shape,
                    Math.min(bed.different(), MOST_DIFFERENT),
                    ask.seed);
            return new Turn(ask.rig, places, order, topics).run(recording);
        } finally {
            Topics.delete(bed.cluster(), List.of(events));
        }
    }

    private ChildJvm start(ChildJvm.Program program, UnaryOperator<List<String>> command) throws IOException {
        return ChildJvm.start(
                program, new ChildJvm.Place(command, bed.furnished().home().root()));
    }

    /** What the sender said of itself. */
    private record Sent(Start start, double lag99) {}

    /** When a load began: by the ticker in nanoseconds, and in epoch milliseconds. */
    private record Start(long nanos, long millis) {

        static Start of(String line) {
            String[] fields = line.split(" ", -1);
            return new Start(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
        }

        /* The nanoseconds of two processes can be compared where both count from the start of the machine. */
        void requireOneClock() throws IOException {
            Ticker ticker = Ticker.system();
            long here = ticker.nanos() - Duration.ofMillis(ticker.epochMillis()).toNanos();
            long there = nanos - Duration.ofMillis(millis).toNanos();
            if (Math.abs(here - there) > CLOCKS_AGREE_WITHIN.toNanos()) {
                throw new IOException("latency cannot be measured here, because processes count nanoseconds from"
                        + " different moments: difference=" + Duration.ofNanos(here - there));
            }
        }
    }

    /** The life of one load. */
    private final class Turn {
        private final Rig.Stream rig;
        private final RigOrder.Topics places;
        private final LoadOrder order;
        private final RoundTopics topics;
        private final int expected;
        private final Observations observations = new Observations();
        private long toldNanos = Ticker.system().nanos();

        Turn(Rig.Stream rig, RigOrder.Topics places, LoadOrder order, RoundTopics topics) {
            this.rig = rig;
            this.places = places;
            this.order = order;
            this.topics = topics;
            this.expected = FIRST_EVENTS + order.arrivals().size();
        }

        Verdict run(Answers.Recording recording) throws IOException, InterruptedException {
            RigOrder rigOrder = new RigOrder(order.workload(), rig.name(), places, NO_PACE);
            Receiver receiver = Receiver.start(bed.cluster(), topics.predictions());
            Sent sent;
            try (receiver;
                    ChildJvm job =
                            starter.start(rigOrder, bed.furnished().home().root(), cores::onBoth)) {
                progress.accept(places.round() + ": starting the job");
                sendFirst();
                await(receiver, job, FIRST_EVENTS);
                sent = send(receiver, job);
                await(receiver, job, expected);
            }
            return judged(sent, receiver, recording);
        }

        private void sendFirst() {
            try (TopicWriter writer = new TopicWriter(bed.cluster(), places.events())) {
                for (int i = 0; i < FIRST_EVENTS; i++) {
                    writer.write(bed.workload().event(i));
                }
                writer.flush();
            }
        }

        private Sent send(Receiver receiver, ChildJvm job) throws IOException, InterruptedException {
            try (ChildJvm sender = start(
                    new ChildJvm.Program(
                            places.round() + "-sender", SenderProcess.class, SENDER_JVM, order.arguments()),
                    cores::onBoth)) {
                Start start = Start.of(sender.await(SenderProcess.START, SENDER_STARTS_WITHIN));
                start.requireOneClock();
                CpuClock clock = new CpuClock(job.pid(), cores.pinned());
                bed.loosen();
                long warm = start.millis
                        + (long) (COMPILED_AFTER * order.shape().warmUp().toMillis());
                boolean separated = false;
                String line = null;
                while (line == null || !line.startsWith(SenderProcess.SENT)) {
                    if (!separated && Ticker.system().epochMillis() >= warm) {
                        bed.pin();
                        cores.pin(sender.pid());
                        cores.separate(clock);
                        separated = true;
                    }
                    observations.add(Ticker.system().epochMillis(), clock.read());
                    line = sender.line(LOOK_EVERY);
                    requireAlive(job);
                    requireAlive(line == null ? sender : job);
                    tell(receiver.count());
                }
                observations.add(Ticker.system().epochMillis(), clock.read());
                return new Sent(start, Double.parseDouble(line.substring(SenderProcess.SENT.length() + 1)));
            }
        }

        /** Until so many predictions were read, or none come any more, which is for the gate to judge. */
        private void await(Receiver receiver, ChildJvm job, int count) throws IOException {
            int read = 0;
            long movedNanos = Ticker.system().nanos();
            while (read < count && Ticker.system().nanos() - movedNanos < RigStarter.STALLED_AFTER.toNanos()) {
                requireAlive(job);
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
                if (receiver.count() > read) {
                    movedNanos = Ticker.system().nanos();
                }
                read = receiver.count();
            }
        }

        private void requireAlive(ChildJvm process) throws IOException {
            if (!process.alive()) {
                throw new IOException("process has ended early: load=" + places.round() + ", log=" + process.log());
            }
        }

        private void tell(int read) {
            long nanos = Ticker.system().nanos();
            if (nanos - toldNanos < TELL_EVERY.toNanos()) {
                return;
            }
            toldNanos = nanos;
            progress.accept(String.format(Locale.ROOT, "%s: %,d of %,d answered", places.round(), read, expected));
        }

        private Verdict judged(Sent sent, Receiver receiver, Answers.Recording recording) {
            Gate gate = new Gate(bed.workload(), rig.promise(), bed.reference(), Integer.MAX_VALUE);
            Answers answers = new Answers(gate, recording, sent.start.millis);
            answers.readEvents(bed.cluster(), places.events());
            answers.readPredictions(
                    bed.cluster(),
                    topics.predictions(),
                    prediction -> receiver.nanos(prediction.position()) - sent.start.nanos);
            String problem = receiver.count() == expected
                    ? gate.problem(expected)
                    : "predictions read in time=" + receiver.count() + ", expected=" + expected;
            return problem.isEmpty() ? verdict(sent) : Verdict.gateFailed(problem);
        }

        private Verdict verdict(Sent sent) {
            long from = sent.start.millis + order.shape().warmUp().toMillis();
            List<String> reasons = new ArrayList<>();
            String disturbed = Window.disturbed(
                    observations,
                    from,
                    sent.start.millis + order.shape().lasts().toMillis());
            if (!disturbed.isEmpty()) {
                reasons.add(disturbed);
            }
            if (sent.lag99 > MOST_LAG_MILLIS) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "sender late by %.1f ms at its p99, at most %.0f ms",
                        sent.lag99,
                        MOST_LAG_MILLIS));
            }
            return reasons.isEmpty() ? Verdict.COUNTED : Verdict.rejected(String.join("; ", reasons));
        }
    }
}
