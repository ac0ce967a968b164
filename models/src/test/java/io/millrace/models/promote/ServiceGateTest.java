package io.millrace.models.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.PromotionConfig;
import io.millrace.models.promote.ServiceEvidence.Health;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceGateTest {
    private static final long SEED = 5;

    private final ServiceGate gate = new ServiceGate(PromotionConfig.DEFAULT);

    @Test
    void saysNothingOnFewRequests() {
        ServiceEvidence evidence = judge(stats(5000, 0, 1000), stats(199, 199, 1000));

        assertThat(evidence.health()).isEqualTo(Health.INCONCLUSIVE);
        assertThat(evidence.why()).isEqualTo("too few requests: requests=199, min=200");
    }

    @Test
    void isContentWithACandidateThatRunsAsTheChampionDoes() {
        ServiceEvidence evidence = judge(stats(5000, 20, 1000), stats(5000, 20, 1000));

        assertThat(evidence.health()).isEqualTo(Health.GOOD);
        assertThat(evidence.numbers()).containsEntry("error_rate", 0.004).containsKey("p99_ms");
    }

    @Test
    void aFaultOrAnOutputThatIsNotFiniteNeedsNoStatistics() {
        ServiceStats one = new ServiceStats(1, 0, 1, LatencyCounts.empty());
        assertThat(judge(stats(10, 0, 1000), one).why())
                .isEqualTo("candidate answers NaN or infinity: rows=1, champion=0");
        ServiceReport fault =
                new ServiceReport(1, ServiceStats.none(), ServiceStats.none(), OutputShift.NONE, "golden row differs");
        assertThat(gate.judge(fault).why()).isEqualTo("candidate cannot run: golden row differs");
        assertThat(gate.judge(fault).health()).isEqualTo(Health.BAD);
    }

    @Test
    void findsMoreErrorsThanTheChampionHas() {
        ServiceEvidence many = judge(stats(5000, 0, 1000), stats(1000, 11, 1000));
        ServiceEvidence more = judge(stats(5000, 2, 1000), stats(5000, 20, 1000));
        ServiceEvidence asMany = judge(stats(5000, 400, 1000), stats(5000, 400, 1000));

        assertThat(many.why()).isEqualTo("candidate has too many errors: rate=0.011, max=0.01");
        assertThat(more.why()).isEqualTo("candidate has more errors than the champion: rate=0.004, champion=4.0E-4");
        assertThat(asMany.health()).as("the events are bad, not the candidate").isEqualTo(Health.GOOD);
    }

    @Test
    void holdsASlowCandidateAndRollsAVerySlowOneBack() {
        assertThat(judge(stats(5000, 0, 1000), stats(999, 0, 20_000)).health())
                .as("999 requests have no 99th percentile")
                .isEqualTo(Health.GOOD);
        assertThat(judge(stats(5000, 0, 1000), stats(1000, 0, 9000)).health())
                .as("nine times as slow, but less than a tenth of what is allowed")
                .isEqualTo(Health.GOOD);
        assertThat(judge(stats(5000, 0, 1000), stats(1000, 0, 20_000)).why()).startsWith("candidate is too slow: p99=");
        assertThat(judge(stats(5000, 0, 150_000), stats(1000, 0, 150_000)).health())
                .isEqualTo(Health.INCONCLUSIVE);
        assertThat(judge(stats(5000, 0, 1000), stats(1000, 0, 250_000)).health())
                .isEqualTo(Health.BAD);
    }

    @Test
    void findsOutputsThatNeverChange() {
        OutputShift shift = OutputShift.of(new long[] {300, 300, 300}, new long[] {0, 1000, 0});
        ServiceReport report = new ServiceReport(1, stats(1000, 0, 1000), stats(1000, 0, 1000), shift, "");

        assertThat(gate.judge(report).why()).isEqualTo("candidate always answers the same");
    }

    @Test
    void callsAShiftOnlyWhatTheNumbersDoNotExplain() {
        Random random = new Random(SEED);
        int alarms = 0;
        for (int run = 0; run < 500; run++) {
            OutputShift shift = OutputShift.of(counts(random, 100, 0), counts(random, 100, 0));
            alarms += shift.beyond(0.1) ? 1 : 0;
        }
        assertThat(alarms).as("seed=%d", SEED).isLessThan(25);
        OutputShift real = OutputShift.of(counts(random, 5000, 0), counts(random, 5000, 0.6));
        assertThat(real.beyond(0.25)).isTrue();
        assertThat(OutputShift.chiSquare99(9)).isCloseTo(21.67, within(0.1));
    }

    @Test
    void comparesRatesThatAreLookedAtAllTheTime() {
        int wrong = 0;
        for (int run = 0; run < 200; run++) {
            Random random = new Random(SEED + run);
            wrong += found(random, 0.5, 20_000) ? 1 : 0;
        }
        assertThat(wrong).as("seed=%d", SEED).isLessThanOrEqualTo(10);
        assertThat(found(new Random(SEED), 0.8, 200)).isTrue();
        assertThat(EqualRates.logFactorial(170)).isCloseTo(706.5730622457874, within(1e-8));
        assertThat(EqualRates.logFactorial(10)).isCloseTo(Math.log(3_628_800), within(1e-8));
    }

    /** Whether so many faults, of which a share is the second's, ever make it worse than half of them. */
    private static boolean found(Random random, double share, int faults) {
        long second = 0;
        for (int i = 1; i <= faults; i++) {
            second += random.nextDouble() < share ? 1 : 0;
            if (EqualRates.secondIsWorse(i - second, second, 0.5, 0.05)) {
                return true;
            }
        }
        return false;
    }

    private static long[] counts(Random random, int number, double shift) {
        long[] counts = new long[10];
        for (int i = 0; i < number; i++) {
            counts[(int) Math.max(0, Math.min(9, Math.floor(5 + 2 * (random.nextGaussian() + shift))))]++;
        }
        return counts;
    }

    private ServiceEvidence judge(ServiceStats champion, ServiceStats candidate) {
        return gate.judge(new ServiceReport(1, champion, candidate, OutputShift.NONE, ""));
    }

    private static ServiceStats stats(long requests, long errors, long micros) {
        LatencyCounts latency = LatencyCounts.empty();
        for (long i = 0; i < requests; i++) {
            latency.add(micros);
        }
        return new ServiceStats(requests, errors, 0, latency);
    }
}
