package io.millrace.operators.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final int IDS = 20_000;

    @Test
    void spreadsNeighbouringIdsEvenly() {
        int[] buckets = new int[20];
        Sample sample = new Sample("audit/a", 1);
        for (int i = 0; i < IDS; i++) {
            buckets[(int) (sample.uniform("listings-0-" + i) * buckets.length)]++;
        }
        assertThat(Arrays.stream(buckets)).allMatch(count -> Math.abs(count - IDS / 20) < 150);
    }

    @Test
    void samplesWithOtherSaltsAreIndependent() {
        Sample one = new Sample("audit/a", 0.1);
        Sample other = new Sample("audit/b", 0.1);
        int both = 0;
        for (int i = 0; i < IDS; i++) {
            both += one.contains("listings-0-" + i) && other.contains("listings-0-" + i) ? 1 : 0;
        }
        assertThat(both).isBetween(150, 250);
    }

    @Test
    void neverChangesItsMind() {
        assertThat(new Sample("audit/house-prices", 1).uniform("listings-0-42")).isEqualTo(0.9716957055469283);
    }

    @Test
    void knowsNothingAndEverything() {
        assertThat(new Sample("s", 0).contains("id")).isFalse();
        assertThat(new Sample("s", 1).contains("id")).isTrue();
    }
}
