package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.flow.CpuClock.Reading;
import org.junit.jupiter.api.Test;

final class ObservationsTest {
    private static final long SECOND = 1_000_000_000;

    private final Observations observations = new Observations();

    @Test
    void readsBetweenTheLines() {
        observations.add(1_000, new Reading(0, 0, 0, 0));
        observations.add(2_000, new Reading(SECOND, 0, SECOND, 0));
        observations.add(3_000, new Reading(SECOND, 0, SECOND, 0));
        assertThat(observations.worked(1_500, 2_500)).isEqualTo(SECOND / 2.0);
    }

    @Test
    void foreignIsWhatOthersAndOtherMachinesTook() {
        observations.add(0, new Reading(0, 0, 0, 0));
        observations.add(10_000, new Reading(7 * SECOND, 0, 8 * SECOND, SECOND));
        assertThat(observations.foreign(0, 10_000)).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void aProcessThatIsReadAheadOfItsCoreHasNoForeignTime() {
        observations.add(0, new Reading(0, 0, 0, 0));
        observations.add(1_000, new Reading(SECOND, 0, SECOND - 10_000_000, 0));
        assertThat(observations.foreign(0, 1_000)).isZero();
    }

    @Test
    void saysWhichPartOfTheTimeWentIntoCompiling() {
        observations.add(0, new Reading(0, 0, 0, 0));
        observations.add(1_000, new Reading(SECOND, SECOND / 4, SECOND, 0));
        assertThat(observations.compiled(0, 1_000)).isCloseTo(0.25, within(1e-9));
        assertThat(observations.worked(0, 1_000)).isEqualTo(0.75 * SECOND);
    }

    @Test
    void momentsBeyondTheReadingsAreTheNearestReading() {
        observations.add(1_000, new Reading(5, 0, 5, 0));
        observations.add(2_000, new Reading(9, 0, 9, 0));
        assertThat(observations.worked(0, 9_000)).isEqualTo(4);
    }
}
