package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RigOrderTest {

    @Test
    void isWhatItsArgumentsSay() {
        RigOrder order = new RigOrder(
                "W2-json",
                "ours",
                new RigOrder.Topics("localhost:9092", "w2.events", "w2-ours-1-1"),
                new Pace(Duration.ofMillis(8_500), Duration.ofSeconds(6)));
        assertThat(RigOrder.of(order.arguments().toArray(String[]::new))).isEqualTo(order);
    }

    @Test
    void writesOffsetsAndReadsThemBack() {
        Map<Integer, Long> positions = Map.of(1, 7L, 0, 42L);
        assertThat(RigOrder.text(positions)).isEqualTo("0:42,1:7");
        assertThat(RigOrder.positions("0:42,1:7")).isEqualTo(positions);
        assertThat(RigOrder.positions(RigOrder.text(Map.of()))).isEmpty();
    }
}
