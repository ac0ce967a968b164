package io.millrace.jobs.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void spreadsTheEventsOverTheTimeTheRateAsksFor() {
        Arrivals arrivals = Arrivals.poisson(30_000, 2_000, 1);

        assertThat(arrivals.offsetNanos(29_999)).isEqualTo(15_000_000_000L);
        assertThat(arrivals.offsetNanos(15_000)).isCloseTo(7_500_000_000L, within(250_000_000L));
        assertThat(arrivals.size()).isEqualTo(30_000);
    }

    @Test
    void neverGoesBack() {
        Arrivals arrivals = Arrivals.poisson(5_000, 1_000, 2);

        for (int i = 1; i < 5_000; i++) {
            assertThat(arrivals.offsetNanos(i)).isGreaterThanOrEqualTo(arrivals.offsetNanos(i - 1));
        }
    }

    @Test
    void comesAtRandomAndNotEvenly() {
        Arrivals arrivals = Arrivals.poisson(20_000, 1_000, 3);
        int shortGaps = 0;
        for (int i = 1; i < 20_000; i++) {
            shortGaps += arrivals.offsetNanos(i) - arrivals.offsetNanos(i - 1) < 500_000 ? 1 : 0;
        }

        assertThat(shortGaps / 20_000.0).isCloseTo(1 - Math.exp(-0.5), within(0.02));
    }

    @Test
    void comesEvenlyIfItShould() {
        Arrivals arrivals = Arrivals.constant(4, 2);

        assertThat(IntStream.range(0, 4).mapToLong(arrivals::offsetNanos))
                .containsExactly(500_000_000L, 1_000_000_000L, 1_500_000_000L, 2_000_000_000L);
    }

    @Test
    void goesOnAtAnotherRateFromTheLastArrival() {
        Arrivals burst = Arrivals.constant(2, 2).then(Arrivals.constant(4, 4)).then(Arrivals.constant(1, 2));

        assertThat(burst.size()).isEqualTo(7);
        assertThat(IntStream.range(0, 7).mapToLong(burst::offsetNanos))
                .containsExactly(
                        500_000_000L,
                        1_000_000_000L,
                        1_250_000_000L,
                        1_500_000_000L,
                        1_750_000_000L,
                        2_000_000_000L,
                        2_500_000_000L);
    }

    @Test
    void comesAtTheSameTimesWithTheSameSeed() {
        Arrivals one = Arrivals.poisson(1_000, 100, 4);
        Arrivals other = Arrivals.poisson(1_000, 100, 4);

        assertThat(IntStream.range(0, 1_000).mapToLong(one::offsetNanos).toArray())
                .isEqualTo(
                        IntStream.range(0, 1_000).mapToLong(other::offsetNanos).toArray());
    }

    @Test
    void refusesALoadWithoutARate() {
        assertThatThrownBy(() -> Arrivals.poisson(10, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("load has no rate: events=10, at least 1, rate=0.0, more than 0");
    }
}
