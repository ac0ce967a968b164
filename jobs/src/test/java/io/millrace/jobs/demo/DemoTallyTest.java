package io.millrace.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.load.Arrivals;
import io.millrace.jobs.load.Schedule;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoTallyTest {
    private final ManualTicker ticker = new ManualTicker();
    private final ListingStream stream = new ListingStream(new ListingGenerator(new Market(7, 10, 100)), 0);
    private final Arrivals arrivals = Arrivals.poisson(100, 100, 1);
    private final DemoTally tally = new DemoTally(stream);

    @BeforeEach
    void begin() {
        tally.measure(new Schedule(arrivals, 0, ticker));
    }

    @Test
    void measuresLatencyFromWhenTheEventWasDue() {
        for (int i = 0; i < 100; i++) {
            ticker.advanceNanos(arrivals.offsetNanos(i) + (i == 50 ? 90_000_000L : 3_000_000L) - ticker.nanos());
            tally.prediction("listing-" + i, stream.price(i), 1);
        }

        Live.Latency latency = tally.live(1).latency();
        assertThat(latency.p50()).isCloseTo(3, within(0.01));
        assertThat(latency.max()).isCloseTo(90, within(0.1));
        assertThat(tally.answered()).isEqualTo(100);
        assertThat(tally.totals().perSecond()).isCloseTo(100, within(1.0));
    }

    @Test
    void measuresNeitherSpeedNorLatencyOfTheWarmUp() {
        DemoTally warming = new DemoTally(stream);
        warming.prediction("listing-0", 1, 1);
        warming.measure(new Schedule(Arrivals.poisson(90, 100, 1), 10, ticker));
        ticker.advanceNanos(500_000_000L);
        warming.prediction("listing-9", 1, 1);

        assertThat(warming.live(1).latency().max()).isNaN();
        assertThat(warming.live(1).speed().history()).containsOnly(0.0);
        assertThat(warming.totals().predictions()).isEqualTo(2);
        assertThat(warming.answered()).isEqualTo(2);

        warming.prediction("listing-10", 1, 1);
        assertThat(warming.live(1).latency().max()).isPositive();
        assertThat(warming.totals().perSecond()).isCloseTo(2, within(1e-6));
    }

    @Test
    void standsStillAfterTheLastAnswer() {
        for (int i = 0; i < 100; i++) {
            ticker.advanceNanos(arrivals.offsetNanos(i) - ticker.nanos());
            tally.prediction("listing-" + i, 1, 1);
        }
        Live.Speed before = tally.live(1).speed();

        ticker.advanceNanos(60_000_000_000L);

        assertThat(tally.live(1).speed()).isEqualTo(before);
        assertThat(before.history()).hasSize(4);
    }

    @Test
    void comparesPredictionsWithTheTruePrices() {
        for (int i = 0; i < 100; i++) {
            tally.prediction("listing-" + i, stream.price(i) * (i % 2 == 0 ? 1.1 : 0.9), 4);
        }

        Live live = tally.live(Double.NaN);
        double mean = 0;
        for (int i = 0; i < 100; i++) {
            mean += 0.1 * stream.price(i) / 100;
        }
        assertThat(live.accuracy().meanAbsoluteError()).isCloseTo(mean, within(1e-3));
        assertThat(live.accuracy().error()).isCloseTo(0.1, within(1e-9));
        assertThat(live.accuracy().rSquared()).isBetween(0.8, 0.99);
        assertThat(tally.totals().meanRelativeError()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void givesTheCoefficientOfDeterminationItsUsualMeaning() {
        RunningError error = new RunningError(4, 2);
        error.add(0, 1, 2);
        error.add(1, 5, 4);
        error.add(2, 6, 6);
        error.add(3, 8, 8);

        assertThat(error.rSquared()).isCloseTo(1 - 2.0 / 20, within(1e-12));
        assertThat(error.meanAbsolute()).isEqualTo(0.5);
        assertThat(error.history()).containsExactly((0.5 + 0.25) / 2, 0.0);
    }

    @Test
    void countsDuplicatesAndStrangersApart() {
        tally.prediction("listing-1", 1, 1);
        tally.prediction("listing-1", 1, 1);
        tally.prediction("sale-1", 1, 1);

        assertThat(tally.totals().predictions()).isEqualTo(1);
        assertThat(tally.totals().duplicates()).isEqualTo(1);
        assertThat(tally.totals().strangers()).isEqualTo(1);
        assertThat(tally.answered()).isEqualTo(1);
    }

    @Test
    void countsDeadLettersByReason() {
        tally.deadLetter(Reason.EMPTY);
        tally.deadLetter(Reason.EMPTY);
        tally.deadLetter(Reason.MALFORMED);

        assertThat(tally.live(1).rejections()).isEqualTo(Map.of(Reason.EMPTY, 2, Reason.MALFORMED, 1));
        assertThat(tally.answered()).isEqualTo(3);
    }

    @Test
    void countsABatchOnceAndNotOncePerRow() {
        for (int i = 0; i < 6; i++) {
            tally.prediction("listing-" + i, 1, 6);
        }
        tally.prediction("listing-6", 1, 1);
        tally.prediction("listing-7", 1, 1);

        assertThat(tally.live(1).batches().mean()).isCloseTo(8 / 3.0, within(1e-9));
        assertThat(tally.live(1).batches().counts()).isEqualTo(List.of(2L, 0L, 1L));
    }

    @Test
    void ratesTheAnswersOfTheLastCompleteSlices() {
        Throughput throughput = new Throughput(1_000_000_000L);
        for (int i = 0; i < 30; i++) {
            throughput.add(i * 100_000_000L);
        }

        assertThat(throughput.lately(3_500_000_000L)).isEqualTo(10);
        assertThat(throughput.lately(4_500_000_000L)).isEqualTo(7.5);
        assertThat(throughput.lately(500_000_000L)).isZero();
        assertThat(throughput.history(3_500_000_000L)).containsExactly(10.0, 10.0, 10.0);
    }
}
