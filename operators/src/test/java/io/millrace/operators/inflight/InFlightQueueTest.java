package io.millrace.operators.inflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.BatchingConfig.Order;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InFlightQueueTest {
    private final List<String> left = new ArrayList<>();

    @Test
    void orderedHoldsAResultUntilOlderOnesLeft() {
        InFlightQueue<String, String> queue = queue(Order.ORDERED, 3);
        InFlightQueue.Entry<String, String> a = queue.add("a");
        InFlightQueue.Entry<String, String> b = queue.add("b");
        InFlightQueue.Entry<String, String> c = queue.add("c");

        queue.complete(c, "C");
        queue.complete(b, "B");
        assertThat(left).isEmpty();

        queue.complete(a, "A");
        assertThat(left).containsExactly("a=A", "b=B", "c=C");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void unorderedLetsAResultLeaveAtOnce() {
        InFlightQueue<String, String> queue = queue(Order.UNORDERED, 3);
        queue.add("a");
        InFlightQueue.Entry<String, String> b = queue.add("b");

        queue.complete(b, "B");

        assertThat(left).containsExactly("b=B");
        assertThat(queue.size()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    void watermarkWaitsForWhatCameBefore(Order order) {
        InFlightQueue<String, String> queue = queue(order, 3);
        InFlightQueue.Entry<String, String> a = queue.add("a");
        queue.addBarrier(new Watermark(7));
        assertThat(left).isEmpty();

        queue.complete(a, "A");

        assertThat(left).containsExactly("a=A", "7");
        assertThat(queue.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void watermarkPassesAtOnceWhenNothingIsInside(Order order) {
        InFlightQueue<String, String> queue = queue(order, 3);

        queue.addBarrier(new Watermark(7));

        assertThat(left).containsExactly("7");
    }

    @ParameterizedTest
    @EnumSource
    void resultWaitsForTheWatermarkBeforeIt(Order order) {
        InFlightQueue<String, String> queue = queue(order, 4);
        InFlightQueue.Entry<String, String> a = queue.add("a");
        queue.addBarrier(new Watermark(7));
        InFlightQueue.Entry<String, String> b = queue.add("b");
        queue.addBarrier(new Watermark(8));

        queue.complete(b, "B");
        assertThat(left).isEmpty();

        queue.complete(a, "A");
        assertThat(left).containsExactly("a=A", "7", "b=B", "8");
    }

    @ParameterizedTest
    @EnumSource
    void watermarkStatusIsABarrierLikeAWatermark(Order order) {
        InFlightQueue<String, String> queue = queue(order, 4);
        InFlightQueue.Entry<String, String> a = queue.add("a");
        queue.addBarrier(WatermarkStatus.IDLE);
        queue.addBarrier(WatermarkStatus.ACTIVE);
        InFlightQueue.Entry<String, String> b = queue.add("b");

        queue.complete(b, "B");
        queue.complete(a, "A");

        assertThat(left).containsExactly("a=A", "idle", "active", "b=B");
    }

    @Test
    void unorderedLetsOnlyTheOpenSegmentPass() {
        InFlightQueue<String, String> queue = queue(Order.UNORDERED, 9);
        InFlightQueue.Entry<String, String> a = queue.add("a");
        queue.addBarrier(new Watermark(1));
        InFlightQueue.Entry<String, String> b = queue.add("b");
        InFlightQueue.Entry<String, String> c = queue.add("c");
        queue.addBarrier(new Watermark(2));
        InFlightQueue.Entry<String, String> d = queue.add("d");

        queue.complete(d, "D");
        queue.complete(c, "C");
        queue.complete(a, "A");
        assertThat(left).containsExactly("a=A", "1", "c=C");

        queue.complete(b, "B");
        assertThat(left).containsExactly("a=A", "1", "c=C", "b=B", "2", "d=D");
    }

    @ParameterizedTest
    @EnumSource
    void capacityCountsElementsAndNotBarriers(Order order) {
        InFlightQueue<String, String> queue = queue(order, 2);
        queue.add("a");
        queue.addBarrier(new Watermark(1));
        queue.addBarrier(new Watermark(2));
        assertThat(queue.full()).isFalse();

        queue.add("b");

        assertThat(queue.full()).isTrue();
        assertThatThrownBy(() -> queue.add("c"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("queue is full: size=2, capacity=2");
    }

    @Test
    void aResultThatIsHeldStillTakesItsPlace() {
        InFlightQueue<String, String> queue = queue(Order.ORDERED, 2);
        queue.add("a");
        queue.complete(queue.add("b"), "B");

        assertThat(queue.full()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void showsEveryInputThatHasNotLeftOldestFirst(Order order) {
        InFlightQueue<String, String> queue = queue(order, 9);
        queue.add("a");
        queue.addBarrier(new Watermark(1));
        queue.complete(queue.add("b"), "B");
        queue.add("c");

        List<String> inputs = new ArrayList<>();
        queue.forEachInput(inputs::add);

        assertThat(inputs).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource
    void refusesASecondResult(Order order) {
        InFlightQueue<String, String> queue = queue(order, 2);
        queue.add("a");
        InFlightQueue.Entry<String, String> b = queue.add("b");
        queue.complete(b, "B");

        assertThatThrownBy(() -> queue.complete(b, "again"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("element was completed twice: input=b");
    }

    @Test
    void refusesToHoldNothing() {
        assertThatThrownBy(() -> queue(Order.ORDERED, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("queue holds nothing: capacity=0, min=1");
    }

    private InFlightQueue<String, String> queue(Order order, int capacity) {
        return new InFlightQueue<>(order, capacity, new InFlightQueue.Output<>() {
            @Override
            public void result(String input, String result) {
                left.add(input + "=" + result);
            }

            @Override
            public void barrier(StreamElement barrier) {
                left.add(
                        barrier.isWatermark()
                                ? String.valueOf(barrier.asWatermark().getTimestamp())
                                : barrier.asWatermarkStatus().isIdle() ? "idle" : "active");
            }
        });
    }
}
