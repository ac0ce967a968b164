package io.millrace.operators.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.evaluate.DelayProfile;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DelayProfileTest {
    @Test
    void knowsNothingBeforeALabelHasCome() {
        assertThat(new DelayProfile().share(1)).isNaN();
        assertThat(new DelayProfiles().share("human", 1)).isNaN();
    }

    @Test
    void learnsHowLateLabelsAre() {
        Random random = new Random(7);
        DelayProfile profile = new DelayProfile();
        double meanMillis = Duration.ofHours(6).toMillis();
        for (int i = 0; i < 20_000; i++) {
            profile.add((long) (-meanMillis * Math.log(1 - random.nextDouble())));
        }
        for (double hours : new double[] {0.5, 2, 6, 24}) {
            double expected = 1 - Math.exp(-hours / 6);
            assertThat(profile.share((long) (hours * 3_600_000)))
                    .as("within %s hours", hours)
                    .isCloseTo(expected, Offset.offset(0.06));
        }
    }

    @Test
    void growsWithTheAgeAndHasABinForEveryDelay() {
        DelayProfile profile = new DelayProfile();
        for (long millis :
                new long[] {0, 999, 1001, 60_000, Duration.ofDays(40_000).toMillis(), Long.MAX_VALUE}) {
            profile.add(millis);
            assertThat(profile.share(millis)).isPositive();
        }
        assertThat(profile.share(0)).isEqualTo(2 / 6.0);
        assertThat(profile.share(Long.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void tellsSourcesApart() {
        DelayProfiles profiles = new DelayProfiles();
        profiles.add("system", 1_000);
        profiles.add("human", 100_000);

        assertThat(profiles.share("system", 2_000)).isEqualTo(1);
        assertThat(profiles.share("human", 2_000)).isZero();
        assertThat(profiles.share("other", 2_000)).as("of all").isEqualTo(0.5);
    }

    @Test
    void keepsFewSourcesHoweverManyThereAre() {
        DelayProfiles profiles = new DelayProfiles();
        for (int i = 0; i < 10 * DelayProfiles.MAX_SOURCES; i++) {
            profiles.add("s" + i, i);
        }
        assertThat(profiles.bySource()).hasSizeLessThanOrEqualTo(DelayProfiles.MAX_SOURCES + 1);
        assertThat(profiles.share(Long.MAX_VALUE)).isEqualTo(1);
    }
}
