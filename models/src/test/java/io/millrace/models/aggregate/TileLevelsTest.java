package io.millrace.models.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TileLevelsTest {

    @Test
    void hasOneWidthForAShortWindow() {
        TileLevels levels = new TileLevels(1000, 10_000);

        assertThat(levels.count()).isOne();
        assertThat(levels.from(20_000)).isEqualTo(10_000);
        assertThat(levels.leaves(10_000)).isEqualTo(21_000);
    }

    @Test
    void startsAWindowWithATileOfTheWidestLevel() {
        TileLevels levels = new TileLevels(1000, 200_000);

        assertThat(levels.count()).isEqualTo(2);
        assertThat(levels.width(1)).isEqualTo(4000);
        assertThat(levels.from(1_003_000)).isEqualTo(800_000);
        assertThat(levels.from(1_004_000)).isEqualTo(804_000);
        assertThat(levels.leaves(800_000)).isEqualTo(1_004_000);
    }

    @ParameterizedTest
    @CsvSource({"PT5M,P30D", "PT1S,P365D", "PT1M,PT32M", "PT1M,PT127M", "PT1M,PT128M", "P1D,P3650D"})
    void boundsTheNumberOfTiles(Duration every, Duration over) {
        TileLevels levels = new TileLevels(every.toMillis(), over.toMillis());
        long end = levels.startOf(0, 1_700_000_000_000L);

        long widest = levels.width(levels.count() - 1);
        assertThat((levels.startOf(levels.count() - 1, end) - levels.from(end)) / widest)
                .isLessThanOrEqualTo(129);
        assertThat(end - levels.from(end))
                .isBetween(over.toMillis(), over.toMillis() + over.toMillis() / TileLevels.LEAST_PARTS);
        for (int level = 0; level < levels.count() - 1; level++) {
            assertThat((end - levels.firstWanted(level, end)) / levels.width(level))
                    .isLessThan(TileLevels.RADIX);
        }
    }
}
