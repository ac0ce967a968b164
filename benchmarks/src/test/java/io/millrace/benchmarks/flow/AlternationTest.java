package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.flow.Alternation.Pair;
import io.millrace.benchmarks.flow.Alternation.Span;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AlternationTest {
    private static final Alternation TURNS = new Alternation(Duration.ofMillis(100));

    @Test
    void isOnOffOffOn() {
        assertThat(LongStream.of(0, 99, 100, 200, 299, 300, 400, 500).mapToObj(TURNS::on))
                .containsExactly(true, true, false, false, false, true, true, false);
    }

    @Test
    void endsWithTheTurn() {
        assertThat(TURNS.end(199)).isEqualTo(200);
        assertThat(TURNS.end(200)).isEqualTo(300);
    }

    @Test
    void pairsWholeTurnsOnly() {
        assertThat(TURNS.pairs(150, 650))
                .containsExactly(
                        new Pair(new Span(300, 400), new Span(200, 300)),
                        new Pair(new Span(400, 500), new Span(500, 600)));
        assertThat(TURNS.pairs(200, 399)).isEmpty();
    }

    @Test
    void saysOfEachTurnOfAPairWhatTheClockSays() {
        List<Pair> pairs = TURNS.pairs(12_345, 23_456);
        assertThat(pairs).hasSizeBetween(54, TURNS.mostPairs(Duration.ofMillis(23_456 - 12_345)));
        assertThat(pairs)
                .allMatch(pair -> TURNS.on(pair.on().fromMillis())
                        && TURNS.on(pair.on().toMillis() - 1)
                        && !TURNS.on(pair.off().fromMillis())
                        && !TURNS.on(pair.off().toMillis() - 1));
    }

    @Test
    void isShorterWhereLittleIsMeasured() {
        Duration usual = Duration.ofSeconds(1);
        assertThat(Alternation.within(Duration.ofSeconds(40), usual).turn()).isEqualTo(usual);
        assertThat(Alternation.within(Duration.ofMillis(500), usual).turn()).isEqualTo(Duration.ofNanos(62_500_000));
        assertThatThrownBy(() -> Alternation.within(Duration.ofMillis(7), usual))
                .hasMessageContaining("turn is too short");
    }
}
