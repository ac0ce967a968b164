package io.millrace.operators.inflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random operations on the queue and on a list that is scanned from the beginning after each of them. */
class InFlightQueueModelTest {
    private static final int SEEDS = 3_000;
    private static final int OPERATIONS = 60;
    private static final int CAPACITY = 7;

    @ParameterizedTest
    @EnumSource
    void doesWhatTheNaiveQueueDoes(Order order) {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Comparison(order, seed).run();
        }
    }

    private static final class Comparison {
        private final Order order;
        private final long seed;
        private final Random random;
        private final List<String> left = new ArrayList<>();
        private final InFlightQueue<String, String> queue;
        private final NaiveQueue naive;
        private final List<InFlightQueue.Entry<String, String>> open = new ArrayList<>();
        private int counter;

        Comparison(Order order, long seed) {
            this.order = order;
            this.seed = seed;
            this.random = new Random(seed);
            this.naive = new NaiveQueue(order);
            this.queue = new InFlightQueue<>(order, CAPACITY, new InFlightQueue.Output<>() {
                @Override
                public void result(String input, String result) {
                    left.add(input + result);
                }

                @Override
                public void barrier(StreamElement barrier) {
                    left.add("|" + barrier.asWatermark().getTimestamp());
                }
            });
        }

        void run() {
            for (int i = 0; i < OPERATIONS; i++) {
                operate();
                check("operation=" + i);
            }
            while (!open.isEmpty()) {
                complete();
            }
            check("end");
            assertThat(queue.isEmpty()).as(context("end")).isTrue();
        }

        private void operate() {
            int dice = random.nextInt(10);
            if (dice < 4 && !queue.full()) {
                String input = "e" + counter++;
                open.add(queue.add(input));
                naive.add(input);
            } else if (dice < 6) {
                long timestamp = counter++;
                queue.addBarrier(new Watermark(timestamp));
                naive.addBarrier("|" + timestamp);
            } else if (!open.isEmpty()) {
                complete();
            }
        }

        private void complete() {
            InFlightQueue.Entry<String, String> entry = open.remove(random.nextInt(open.size()));
            queue.complete(entry, "!");
            naive.complete(entry.input());
        }

        private void check(String when) {
            List<String> inputs = new ArrayList<>();
            queue.forEachInput(inputs::add);
            assertThat(left).as(context(when)).isEqualTo(naive.left);
            assertThat(inputs).as(context(when)).isEqualTo(naive.inputs());
            assertThat(queue.size()).as(context(when)).isEqualTo(inputs.size());
            assertThat(queue.full()).as(context(when)).isEqualTo(inputs.size() == CAPACITY);
            assertThat(queue.isEmpty()).as(context(when)).isEqualTo(naive.inside.isEmpty());
            assertThat(queue.letsPass()).as(context(when)).isEqualTo(naive.letsPass());
        }

        private String context(String when) {
            return "order=" + order + ", seed=" + seed + ", " + when;
        }
    }

    /** The rules, written down without a thought for speed. */
    private static final class NaiveQueue {
        private final Order order;
        private final List<String> inside = new ArrayList<>();
        private final List<String> complete = new ArrayList<>();
        private final List<String> left = new ArrayList<>();

        NaiveQueue(Order order) {
            this.order = order;
        }

        void add(String input) {
            inside.add(input);
        }

        void addBarrier(String barrier) {
            inside.add(barrier);
            release();
        }

        void complete(String input) {
            complete.add(input);
            release();
        }

        List<String> inputs() {
            return inside.stream().filter(each -> !barrier(each)).toList();
        }

        boolean letsPass() {
            return order == Order.ORDERED ? inside.isEmpty() : inside.stream().noneMatch(NaiveQueue::barrier);
        }

        private void release() {
            int position = 0;
            while (position < inside.size()) {
                String each = inside.get(position);
                boolean leaves = barrier(each) ? position == 0 : complete.contains(each);
                if (leaves) {
                    inside.remove(position);
                    left.add(barrier(each) ? each : each + "!");
                    position = 0;
                } else if (barrier(each) || order == Order.ORDERED) {
                    return;
                } else {
                    position++;
                }
            }
        }

        private static boolean barrier(String each) {
            return each.startsWith("|");
        }
    }
}
