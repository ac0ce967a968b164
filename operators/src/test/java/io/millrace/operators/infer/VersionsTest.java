package io.millrace.operators.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.infer.Versions.News;
import io.millrace.operators.record.ModelAnnouncement;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private final Versions versions = new Versions(announced(1, 10), null);

    @Test
    void takesOnlyNewsAboutItsModel() {
        assertThat(versions.announce(announced(2, 10))).isEqualTo(News.OLD);
        assertThat(versions.announce(announced(2, 9))).isEqualTo(News.OLD);
        assertThat(versions.announce(new ModelAnnouncement("another", 2, 11))).isEqualTo(News.OLD);
        assertThat(versions.announce(announced(2, 11))).isEqualTo(News.CHAMPION);
        assertThat(versions.announce(announced(3, 11))).isEqualTo(News.OLD);
    }

    @Test
    void servesWhatWasLoaded() {
        versions.announce(announced(2, 11));

        assertThat(versions.loaded(announced(2, 11))).isTrue();

        assertThat(versions.serving()).isEqualTo(announced(2, 11));
        assertThat(versions.awaited()).isNull();
    }

    @Test
    void servesAnOlderLoadUntilTheNewerOneArrives() {
        versions.announce(announced(2, 11));
        versions.announce(announced(3, 12));

        assertThat(versions.loaded(announced(2, 11))).isTrue();
        assertThat(versions.awaited()).isEqualTo(announced(3, 12));
        versions.failed(announced(3, 12));

        assertThat(versions.serving()).isEqualTo(announced(2, 11));
        assertThat(versions.awaited()).isNull();
    }

    @Test
    void refusesALoadThatComesTooLate() {
        versions.announce(announced(3, 12));
        versions.loaded(announced(3, 12));

        assertThat(versions.loaded(announced(2, 11))).isFalse();
        assertThat(versions.serving()).isEqualTo(announced(3, 12));
    }

    @Test
    void takesAVersionAgainAfterItsLoadFailedOnlyWithANewerEpoch() {
        versions.announce(announced(2, 11));
        versions.failed(announced(2, 11));

        assertThat(versions.announce(announced(2, 11))).isEqualTo(News.OLD);
        assertThat(versions.announce(announced(2, 12))).isEqualTo(News.CHAMPION);
    }

    @Test
    void anotherCandidateOrShareIsInEffectAtOnce() {
        ModelAnnouncement shared = new ModelAnnouncement("fake", 1, 11, 2, 0.05);

        assertThat(versions.announce(shared)).isEqualTo(News.ROLES);
        assertThat(versions.serving()).isEqualTo(shared);
        assertThat(versions.announce(new ModelAnnouncement("fake", 1, 10, 3, 0)))
                .isEqualTo(News.OLD);
    }

    @Test
    void whoeverServesAgainBeforeAnotherIsLoadedStays() {
        versions.announce(announced(2, 11));

        assertThat(versions.announce(announced(1, 12))).isEqualTo(News.ROLES);
        assertThat(versions.awaited()).isNull();
        assertThat(versions.loaded(announced(2, 11))).isFalse();
        assertThat(versions.serving()).isEqualTo(announced(1, 12));
    }

    @Test
    void awaitsAfterARestoreOnlyWhatIsNewer() {
        assertThat(new Versions(announced(2, 11), announced(2, 11)).awaited()).isNull();
        assertThat(new Versions(announced(2, 11), announced(3, 12)).awaited()).isEqualTo(announced(3, 12));
    }

    @Test
    void theNewestAnnouncementOfTheModelCounts() {
        assertThat(Versions.newest(
                        "fake", List.of(announced(1, 1), announced(3, 3), new ModelAnnouncement("another", 9, 9))))
                .contains(announced(3, 3));
        assertThat(Versions.newest("fake", List.of())).isEmpty();
    }

    private static ModelAnnouncement announced(int version, long epoch) {
        return new ModelAnnouncement("fake", version, epoch);
    }
}
