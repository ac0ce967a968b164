package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadingTest {
    private static final long SILENCE = Loading.SILENCE.toMillis();

    @Test
    void isDoneWhenEveryPartitionIsReadToItsFirstEnd() {
        Loading loading = new Loading(EndingTopic.of(Map.of(0, 2L, 1, 1L)), Map.of(), 0);
        assertThat(loading.done(1)).isFalse();
        loading.read(0, 0, 2);
        loading.read(1, 0, 3);
        assertThat(loading.done(4)).isFalse();
        loading.read(0, 1, 5);
        assertThat(loading.done(6)).isTrue();
        assertThat(loading.positions()).isEqualTo(Map.of(0, 2L, 1, 1L));
    }

    @Test
    void isDoneAtOnceWithoutRecordsOrWhenTheyWereReadBefore() {
        assertThat(new Loading(EndingTopic.of(Map.of()), Map.of(), 0).done(0)).isTrue();
        assertThat(new Loading(EndingTopic.of(Map.of(0, 2L)), Map.of(0, 2L), 0).done(0))
                .isTrue();
    }

    @Test
    void waitsForRecordsHoweverLateTheyCome() {
        Loading loading = new Loading(EndingTopic.of(Map.of(0, 2L)), Map.of(), 0);
        assertThat(loading.done(SILENCE)).as("before the first").isFalse();
        loading.read(0, 0, SILENCE);
        assertThat(loading.done(3 * SILENCE)).as("before the second").isFalse();
        loading.read(0, 1, 4 * SILENCE);
        assertThat(loading.done(4 * SILENCE)).isTrue();
    }

    @Test
    void doesNotWaitForMarksOfTransactions() {
        Loading loading = new Loading(new EndingTopic(Map.of(0, 2L), Map.of(0, 1L)), Map.of(), 0);
        loading.read(0, 0, SILENCE - 1);
        assertThat(loading.done(2 * SILENCE - 2)).isFalse();
        assertThat(loading.done(2 * SILENCE - 1)).isTrue();

        Loading marksOnly = new Loading(new EndingTopic(Map.of(0, 2L), Map.of()), Map.of(), 0);
        assertThat(marksOnly.done(SILENCE)).isTrue();
    }

    @Test
    void recordsBeyondTheEndsAreNoReasonToWait() {
        Loading loading = new Loading(new EndingTopic(Map.of(0, 2L, 1, 1L), Map.of(0, 1L, 1, 1L)), Map.of(), 0);
        loading.read(0, 0, 0);
        loading.read(1, 0, 0);
        loading.read(1, 1, SILENCE);
        assertThat(loading.done(SILENCE)).isTrue();
    }
}
