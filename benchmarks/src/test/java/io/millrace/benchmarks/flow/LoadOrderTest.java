package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.load.Arrivals;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoadOrderTest {
    private static final long SECOND = 1_000_000_000;

    private final LoadOrder.Shape shape =
            LoadOrder.Shape.after(Duration.ofSeconds(10), 200, new LoadOrder.Phase(300, Duration.ofSeconds(20)));
    private final LoadOrder order =
            new LoadOrder("W2-json", new LoadOrder.Target("localhost:9092", "events"), shape, 50, 7);

    @Test
    void survivesTheCommandLine() {
        assertThat(LoadOrder.of(order.arguments().toArray(String[]::new))).isEqualTo(order);
    }

    @Test
    void beginsGentlyAndIsMeasuredAtItsFullRate() {
        Arrivals arrivals = order.arrivals();
        assertThat(arrivals.size()).isEqualTo(25 * 5 + 100 * 3 + 300 * 22);
        assertThat(arrivals.offsetNanos(124)).isEqualTo(5 * SECOND);
        assertThat(arrivals.offsetNanos(424)).isEqualTo(8 * SECOND);
        assertThat(arrivals.offsetNanos(arrivals.size() - 1)).isEqualTo(30 * SECOND);
    }

    @Test
    void repeatsTheSameArrivalsForTheSameSeed() {
        Arrivals first = order.arrivals();
        Arrivals second = order.arrivals();
        assertThat(IntStream.range(0, first.size()))
                .allMatch(number -> first.offsetNanos(number) == second.offsetNanos(number));
    }

    @Test
    void hasAnEventInEachPartHoweverShortItIs() {
        LoadOrder.Shape tiny =
                LoadOrder.Shape.after(Duration.ofMillis(10), 1, new LoadOrder.Phase(1, Duration.ofMillis(10)));
        assertThat(tiny.arrivals(1).size()).isEqualTo(3);
    }
}
