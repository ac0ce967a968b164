package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ByPositionTest {
    private final ByPosition values = new ByPosition();

    @Test
    void keepsANumberForEachRecordHoweverFarItIs() {
        values.put(0, 3, 30);
        values.put(1, 3, 31);
        values.put(0, 1_000_000, 32);
        assertThat(values.get(0, 3)).isEqualTo(30);
        assertThat(values.get(1, 3)).isEqualTo(31);
        assertThat(values.get(0, 1_000_000)).isEqualTo(32);
    }

    @Test
    void saysWhatItDoesNotHold() {
        values.put(0, 3, 30);
        assertThat(values.get(0, 2)).isEqualTo(ByPosition.NONE);
        assertThat(values.get(0, 999_999)).isEqualTo(ByPosition.NONE);
        assertThat(values.get(0, -1)).isEqualTo(ByPosition.NONE);
        assertThat(values.get(1, 3)).isEqualTo(ByPosition.NONE);
    }
}
