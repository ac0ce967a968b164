package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.infer.VersionId;
import io.millrace.operators.record.ModelAnnouncement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final int KEYS = 100_000;
    private static final VersionId SECOND = new VersionId("fake", 2, "hash2");
    private static final VersionId THIRD = new VersionId("fake", 3, "hash3");

    private final Canary canary = new Canary();

    @Test
    void servesAboutItsShareOfTheKeys() {
        for (double share : new double[] {0, 0.01, 0.05, 0.25, 0.5, 1}) {
            assertThat(keys(SECOND, share).size() / (double) KEYS).isCloseTo(share, within(0.005));
        }
    }

    @Test
    void aKeyThatIsInAShareIsInEveryLargerOne() {
        Set<String> one = keys(SECOND, 0.01);
        Set<String> five = keys(SECOND, 0.05);
        Set<String> half = keys(SECOND, 0.5);

        assertThat(five).containsAll(one);
        assertThat(half).containsAll(five);
        assertThat(keys(SECOND, 0.01)).as("after the share shrinks again").isEqualTo(one);
    }

    @Test
    void anotherCandidateHasOtherKeys() {
        Set<String> both = keys(SECOND, 0.5);
        both.retainAll(keys(THIRD, 0.5));

        assertThat(both.size() / (double) KEYS).isCloseTo(0.25, within(0.01));
    }

    @Test
    void aVersionThatIsNotTheCandidateServesNothing() {
        canary.follow(new ModelAnnouncement("fake", 1, 5, 3, 1));

        assertThat(canary.share(SECOND)).isZero();
        assertThat(canary.serves(SECOND, "key")).isFalse();
        canary.follow(new ModelAnnouncement("fake", 1, 6));
        assertThat(canary.share(THIRD)).isZero();
        assertThat(canary.serves(THIRD, "key")).isFalse();
    }

    private Set<String> keys(VersionId candidate, double share) {
        canary.follow(new ModelAnnouncement("fake", 1, 5, candidate.version(), share));
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < KEYS; i++) {
            if (canary.serves(candidate, "key" + i)) {
                keys.add("key" + i);
            }
        }
        return keys;
    }
}
