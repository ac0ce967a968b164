package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig.Order;
import io.millrace.operators.infer.InferSetups.FakeFeed;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.verify.Emission;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import io.millrace.operators.verify.OperatorHarness.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.util.function.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The operator under random schedules of arrivals, watermarks, finished batches, mails, snapshots, crashes and switches of
 * the model, with capacities that change at each restore. Each event must leave exactly once, counting what left before
 * the snapshot that a run goes on from.
 */
@ExtendWith(NothingLeft.class)
class ScheduleTest {
    private static final int SEEDS = 1_100;
    private static final int INPUTS = 30;
    private static final int MOST_CRASHES = 4;

    @ParameterizedTest
    @EnumSource
    void everyEventLeavesExactlyOnce(Order order) throws Exception {
        Tally tally = new Tally();
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                new Schedule(order, seed, tally).run();
            } catch (Throwable failure) {
                throw new AssertionError("order=" + order + ", seed=" + seed + ": " + failure.getMessage(), failure);
            }
        }
        assertThat(tally.fullSnapshots).as("snapshots of a full queue").isGreaterThan(SEEDS / 20);
        assertThat(tally.waitingSnapshots).as("snapshots while an event waits").isGreaterThan(SEEDS / 20);
        assertThat(tally.overfullRestores).as("restores beyond the capacity").isGreaterThan(SEEDS / 20);
    }

    /** Proof that the schedules reach what they are meant to reach. */
    private static final class Tally {
        int fullSnapshots;
        int waitingSnapshots;
        int overfullRestores;
    }

    private static final class Schedule {
        private final Order order;
        private final Random random;
        private final Tally tally;
        private final ScriptedHost.Leases leases = new ScriptedHost.Leases();
        private final List<Integer> kept = new ArrayList<>();
        private int next;
        private int crashes;
        private final FakeFeed feed = new FakeFeed();
        private int epoch = 1;
        private @Nullable Snapshot latest;

        /** A checkpoint: the state, how much of the input it covers, what had left, and what serves. */
        private record Snapshot(OperatorSubtaskState state, int next, List<Integer> kept, int servingEpoch) {}

        Schedule(Order order, long seed, Tally tally) {
            this.order = order;
            this.random = new Random(seed);
            this.tally = tally;
        }

        void run() throws Exception {
            boolean done = false;
            while (!done) {
                try (Attempt attempt = new Attempt()) {
                    done = attempt.run();
                }
            }
            assertThat(kept).doesNotHaveDuplicates().hasSize(events(INPUTS));
            assertThat(leases.open()).as("models that are still open").isZero();
        }

        /** Every fifth input is a watermark. */
        private static boolean event(int input) {
            return input % 5 != 4;
        }

        private static int events(int inputs) {
            return inputs - inputs / 5;
        }

        /** One run from a snapshot, or from the beginning, to a crash or to the end. */
        private final class Attempt implements AutoCloseable {
            private final int capacity = 1 + random.nextInt(12);
            private final List<Integer> inside = new ArrayList<>();
            private final Turns rules;
            private final OperatorHarness<Prediction> harness;
            private @Nullable ScriptedHost host;
            private boolean pilot;
            private int seen;

            Attempt() throws Exception {
                Snapshot from = latest;
                kept.clear();
                next = from == null ? 0 : from.next();
                if (from != null) {
                    kept.addAll(from.kept());
                    for (int input = 0; input < from.next(); input++) {
                        if (event(input) && !from.kept().contains(input)) {
                            inside.add(input);
                        }
                    }
                }
                rules = new Turns(inside);
                if (inside.size() > capacity) {
                    tally.overfullRestores++;
                }
                InferSettings settings =
                        InferSetups.settings(InferSetups.batching(order, 4, capacity), FakeSource.of(x -> x));
                harness = OperatorHarness.opened(
                        InferSetups.operator(settings, subtask -> host(), feed),
                        Place.ONLY,
                        from == null ? null : from.state());
                assertThat(operator().versions().serving().epoch()).isEqualTo(from == null ? 1 : from.servingEpoch());
            }

            private ScriptedHost host() {
                if (host == null) {
                    host = new ScriptedHost(new ScriptedHost.Script(
                            random, 1 + random.nextInt(6), 1 + random.nextInt(4), /* version= */ 1, leases));
                }
                return host;
            }

            private BatchInferOperator operator() {
                return (BatchInferOperator) harness.operator();
            }

            /** Returns whether it came to the end. */
            boolean run() throws Exception {
                while (next < INPUTS) {
                    if (!step()) {
                        return false;
                    }
                    look();
                }
                blocking(harness::finish);
                look();
                rules.ended();
                while (host().loading().runOne()) {
                    harness.runMails();
                }
                assertThat(operator().versions().serving().epoch())
                        .as("the newest announcement serves in the end")
                        .isEqualTo(epoch);
                return true;
            }

            private boolean step() throws Exception {
                int dice = random.nextInt(21);
                if (dice < 9) {
                    give();
                } else if (dice < 12) {
                    if (host().busy()) {
                        host().finishOne();
                    }
                } else if (dice < 16) {
                    harness.runMail();
                } else if (dice < 18) {
                    snapshot();
                } else if (dice < 19) {
                    epoch++;
                    feed.tell(new ModelAnnouncement("fake", epoch, epoch));
                } else if (dice < 20) {
                    host().loading().runOne();
                } else if (crashes < MOST_CRASHES) {
                    crashes++;
                    return false;
                }
                return true;
            }

            private void give() throws Exception {
                int input = next;
                rules.given(input);
                if (event(input)) {
                    if (operator().inFlight() >= capacity && random.nextBoolean()) {
                        snapshotWhileWaiting(input);
                    }
                    blocking(() -> harness.element(0, EnrichedEvents.event(input), input));
                } else {
                    blocking(() -> harness.watermark(input));
                }
                next = Math.max(next, input + 1);
            }

            /** The next mail that runs, which it does while the event waits for room, is a snapshot. */
            private void snapshotWhileWaiting(int input) {
                harness.post(() -> {
                    if (next == input && pilot) {
                        next = input + 1;
                        snapshot();
                        tally.waitingSnapshots++;
                    }
                });
            }

            private void snapshot() throws Exception {
                if (operator().inFlight() >= capacity) {
                    tally.fullSnapshots++;
                }
                int servingEpoch = (int) operator().versions().serving().epoch();
                OperatorSubtaskState state = harness.snapshot();
                look();
                latest = new Snapshot(state, next, List.copyOf(kept), servingEpoch);
            }

            /** Calls what may wait for mails, and sees to it that there is always one while rows are under way. */
            private void blocking(ThrowingRunnable<Exception> call) throws Exception {
                pilot = true;
                harness.post(this::tick);
                call.run();
                pilot = false;
            }

            private void tick() {
                if (pilot && operator().inFlight() > 0) {
                    if (host().busy()) {
                        host().finishOne();
                    }
                    harness.post(this::tick);
                }
            }

            private void look() {
                List<Emission> emissions = harness.emissions();
                for (; seen < emissions.size(); seen++) {
                    if (emissions.get(seen) instanceof Emission.Value value) {
                        Prediction prediction = (Prediction) value.value();
                        int input = EnrichedEvents.offset(prediction);
                        assertThat(prediction.outputs()).containsExactly(input);
                        assertThat(value.timestamp()).isEqualTo(input);
                        rules.left(input, order);
                        kept.add(input);
                    } else if (emissions.get(seen) instanceof Emission.Mark mark) {
                        rules.left((int) mark.timestamp(), order);
                    }
                }
            }

            @Override
            public void close() {
                harness.close();
            }
        }
    }

    /** What may leave an attempt, and when: inputs of watermarks are barriers. */
    private static final class Turns {
        private final List<Integer> due;
        private final Set<Integer> left = new HashSet<>();

        Turns(Collection<Integer> restored) {
            this.due = new ArrayList<>(restored);
        }

        void given(int input) {
            due.add(input);
        }

        void left(int input, Order order) {
            int position = due.indexOf(input);
            assertThat(position).as("input %d was given", input).isNotNegative();
            assertThat(left.add(input))
                    .as("input %d left for the first time", input)
                    .isTrue();
            boolean barrier = !Schedule.event(input);
            for (int i = 0; i < due.size(); i++) {
                int other = due.get(i);
                boolean bound = barrier || !Schedule.event(other) || order == Order.ORDERED;
                if (bound && i < position) {
                    assertThat(left).as("left before %d", input).contains(other);
                }
                if (bound && i > position) {
                    assertThat(left).as("left after %d", input).doesNotContain(other);
                }
            }
        }

        void ended() {
            assertThat(left).containsExactlyInAnyOrderElementsOf(due);
        }
    }
}
