package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.record.Position;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PositionTextTest {
    private static final List<String> TOPICS = List.of("events", "event", "events-1", "a.b_c");

    private final PositionText ids = new PositionText();

    @Test
    void writesAnyPositionAfterAnyOther() {
        for (long seed = 0; seed < 50_000; seed++) {
            Position position = position(new Random(seed));
            assertThat(new String(ids.of(position), UTF_8)).as("seed=%d", seed).isEqualTo(position.toString());
        }
    }

    @Test
    void writesTheLargestNumbers() {
        Position position = new Position("events", Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(new String(ids.of(position), UTF_8)).isEqualTo(position.toString());
    }

    private static Position position(Random random) {
        String topic = TOPICS.get(random.nextInt(TOPICS.size()));
        Position record = new Position(topic, random.nextInt(3), random.nextLong() >>> (1 + random.nextInt(63)));
        return random.nextBoolean() ? record : record.atRow(random.nextInt(5000));
    }
}
