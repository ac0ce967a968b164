package io.millrace.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.feature.Values;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final int WINDOW = 10;
    private static final int RESERVOIR = 20;
    private static final int ROWS = 200;

    @Test
    void drawsTheLatestAndASampleOfAll() {
        int[] drawn = new int[ROWS];
        int runs = 2000;
        Chance chance = new Chance(1);
        for (int run = 0; run < runs; run++) {
            Replay replay = new Replay(WINDOW, RESERVOIR);
            for (int i = 0; i < ROWS; i++) {
                replay.add(new Example(Values.ofNumbers(i), i, 1), chance);
            }
            assertThat(replay.any(/* ofLatest= */ true, chance).target()).isGreaterThanOrEqualTo(ROWS - WINDOW);
            drawn[(int) replay.any(/* ofLatest= */ false, chance).target()]++;
        }
        int first = 0;
        for (int i = 0; i < ROWS / 2; i++) {
            first += drawn[i];
        }
        assertThat((double) first / runs).as("share of the older half").isCloseTo(0.5, within(0.05));
    }

    @Test
    void drawsAsOftenAsPoissonSays() {
        Chance chance = new Chance(2);
        int[] counts = new int[3];
        int draws = 30_000;
        for (int i = 0; i < draws; i++) {
            int count = chance.poisson();
            if (count < counts.length) {
                counts[count]++;
            }
        }
        assertThat((double) counts[0] / draws).isCloseTo(Math.exp(-1), within(0.02));
        assertThat((double) counts[1] / draws).isCloseTo(Math.exp(-1), within(0.02));
        assertThat((double) counts[2] / draws).isCloseTo(Math.exp(-1) / 2, within(0.02));
    }
}
