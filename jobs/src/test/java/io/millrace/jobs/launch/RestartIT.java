package io.millrace.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.config.bind.Environment;
import io.millrace.jobs.embedded.Broker;
import io.millrace.jobs.embedded.Home;
import io.millrace.jobs.embedded.SavedState;
import io.millrace.jobs.kafka.Cluster;
import io.millrace.jobs.kafka.PredictionReader;
import io.millrace.jobs.kafka.TopicReader;
import io.millrace.jobs.kafka.TopicWriter;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.RawEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code run} is killed in the middle of a stream and started again with the same command: every event becomes a
 * prediction or a dead letter, and with exactly-once delivery only one. In every second round the killed process is the
 * one that hosts the broker. One round in each mode; ten in a row, on the same topics, 10 to 20 minutes:
 *
 * <pre>./mvnw -B verify -pl jobs -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dit.test=RestartIT -Dfailsafe.failIfNoSpecifiedTests=false -Dmillrace.restarts=10</pre>
 *
 * Each round leaves a line in {@code jobs/target/test-logs/tests.log}.
 */
class RestartIT {
    private static final Logger LOG = LoggerFactory.getLogger(RestartIT.class);
    private static final String ROUNDS = "millrace.restarts";
    private static final int EVENTS = 30_000;
    private static final int EVERY_BROKEN = 100;
    private static final int GOOD = EVENTS - EVENTS / EVERY_BROKEN;
    private static final double LATEST_KILL = 0.6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    /** Which process the broker is in. */
    private enum Host {
        /** The one that is killed. */
        RUN,
        /** This one. */
        TEST;

        Host other() {
            return this == RUN ? TEST : RUN;
        }
    }

    /**
     * One kill in the middle of the stream.
     *
     * @param at predictions that can be seen before it
     */
    private record Round(int number, Host host, long seed, int at) {
        private static final long FIRST_SEED = 20261101;

        static Round of(int number, Host first) {
            long seed = FIRST_SEED + number;
            double share = new SplittableRandom(seed).nextDouble(LATEST_KILL);
            return new Round(number, number % 2 == 0 ? first : first.other(), seed, 1 + (int) (share * GOOD));
        }

        int from() {
            return number * EVENTS;
        }

        int to() {
            return (number + 1) * EVENTS;
        }
    }

    /** The predictions that a reader of committed records has seen, by the number of their event. */
    private static final class Seen {
        private final PredictionReader parser = new PredictionReader("y");
        private final Map<Integer, PredictionReader.Seen> first = new HashMap<>();
        private final int from;
        private int fresh;
        private long again;

        /**
         * @param from number of the first event of the round
         */
        Seen(int from) {
            this.from = from;
        }

        void take(RawEvent record) {
            PredictionReader.Seen now = parser.read(record.value()).orElseThrow();
            int event = Integer.parseInt(now.eventId().substring(1));
            assertThat(now.output()).as(now.eventId()).isEqualTo(2.0 * event + 2);
            PredictionReader.Seen before = first.putIfAbsent(event, now);
            if (before != null) {
                again++;
                assertThat(now.predictionId()).as(now.eventId()).isEqualTo(before.predictionId());
            } else if (event >= from) {
                fresh++;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"exactly-once, RUN", "at-least-once, TEST"})
    void goesOnFromItsLastCheckpoint(String delivery, Host first) throws Exception {
        SmallPipeline pipeline = SmallPipeline.create(new Home(directory), delivery);
        int rounds =
                Environment.system().property(ROUNDS).map(Integer::parseInt).orElse(1);
        long duplicates = 0;
        for (int number = 0; number < rounds; number++) {
            duplicates = round(pipeline, delivery, Round.of(number, first), duplicates);
        }
        assertThat(delivery.equals("exactly-once") ? duplicates : 0).isZero();
    }

    /** Returns how many duplicates there are after this round, given those before it. */
    private static long round(SmallPipeline pipeline, String delivery, Round round, long before) throws Exception {
        long begun = Ticker.system().nanos();
        send(pipeline, round);
        if (round.host() == Host.RUN) {
            killAndGoOn(pipeline, round);
        } else {
            try (Broker broker = broker(pipeline)) {
                assertThat(broker.hostedHere()).isTrue();
                killAndGoOn(pipeline, round);
            }
        }
        long duplicates = account(pipeline, round);
        LOG.info(
                "balanced: delivery={}, {}, new duplicates={}, seconds={}",
                delivery,
                round,
                duplicates - before,
                Duration.ofNanos(Ticker.system().nanos() - begun).toSeconds());
        return duplicates;
    }

    private static void send(SmallPipeline pipeline, Round round) throws IOException {
        try (Broker broker = broker(pipeline);
                TopicWriter writer = SmallPipeline.writer(broker.bootstrap())) {
            for (int i = round.from(); i < round.to(); i++) {
                writer.write(i % EVERY_BROKEN == 0 ? SmallPipeline.broken(i) : SmallPipeline.event(i));
            }
            writer.flush();
        }
    }

    private static void killAndGoOn(SmallPipeline pipeline, Round round) throws Exception {
        int visible = killInTheMiddle(pipeline, round);
        assertThat(visible).as("%s", round).isBetween(round.at(), GOOD - 1);
        LOG.info("killed: {}, visible={}, events={}", round, visible, GOOD);
        Optional<SavedState> saved = SavedState.newest(pipeline.checkpoints(), said -> {});
        try (RunProcess run = run(pipeline)) {
            assertThat(run.awaitEnd(PATIENCE)).as("%s%n%s", round, run.said()).isZero();
            String said = run.said();
            saved.ifPresent(
                    from -> assertThat(said).as("%s", round).contains("goes on from " + from.location() + ", "));
            if (round.host() == Host.RUN) {
                assertThat(said).as("%s", round).contains("ended without shutting it down; recovering its log");
            }
        }
    }

    /** Returns how many predictions of the round could be seen when {@code run} had ended. */
    private static int killInTheMiddle(SmallPipeline pipeline, Round round) throws Exception {
        try (RunProcess run = run(pipeline)) {
            Path note = pipeline.home().broker().resolve("broker.json");
            await().atMost(PATIENCE).until(() -> Files.exists(note) || !run.alive());
            assertThat(run.alive()).as("%s%n%s", round, run.said()).isTrue();
            try (Broker broker = broker(pipeline)) {
                Seen seen = new Seen(round.from());
                try (TopicReader reader = predictions(broker)) {
                    reader.follow(seen::take, () -> seen.fresh < round.at() && run.alive());
                }
                assertThat(run.kill()).as("%s%n%s", round, run.said()).isEqualTo(RunProcess.KILLED);
                return round.host() == Host.RUN ? seen.fresh : seen(broker, round).fresh;
            }
        }
    }

    /** Returns how many duplicates there are. */
    private static long account(SmallPipeline pipeline, Round round) throws IOException {
        try (Broker broker = broker(pipeline)) {
            Commands.Result audit = Commands.run(pipeline.home(), "audit", pipeline.file(), "--json");
            assertThat(audit.exitCode())
                    .as("%s%n%s%n%s", round, audit.out(), audit.err())
                    .isZero();
            assertThat(audit.json())
                    .as("%s", round)
                    .containsEntry("inputs", Integer.toString(round.to()))
                    .containsEntry("predictions", Integer.toString(round.to() - round.to() / EVERY_BROKEN))
                    .containsEntry("dead_letters", Integer.toString(round.to() / EVERY_BROKEN))
                    .containsEntry("missing", "0")
                    .containsEntry("conflicting_duplicates", "0");
            long duplicates = Long.parseLong(audit.json().get("duplicates"));
            assertThat(seen(broker, round).again).as("%s", round).isLessThanOrEqualTo(duplicates);
            return duplicates;
        }
    }

    private static Seen seen(Broker broker, Round round) {
        Seen seen = new Seen(round.from());
        try (TopicReader reader = predictions(broker)) {
            reader.readToEnd(seen::take);
        }
        return seen;
    }

    private static TopicReader predictions(Broker broker) {
        return new TopicReader(new Cluster(broker.bootstrap(), Map.of()), SmallPipeline.PREDICTIONS);
    }

    private static RunProcess run(SmallPipeline pipeline) throws IOException {
        return RunProcess.start(pipeline.home(), List.of("run", pipeline.file(), "--until-idle", "1s", "--json"));
    }

    private static Broker broker(SmallPipeline pipeline) throws IOException {
        return Broker.connectOrStart(pipeline.home(), 0, said -> {});
    }
}
