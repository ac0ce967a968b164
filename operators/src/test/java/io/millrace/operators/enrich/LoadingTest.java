package io.millrace.operators.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadingTest {
    @Test
    void isDoneWhenEveryPartitionIsReadToItsFirstEnd() {
        Loading loading = new Loading(Map.of(0, 2L, 1, 1L), Map.of(), 0);
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
        assertThat(new Loading(Map.of(), Map.of(), 0).done(0)).isTrue();
        assertThat(new Loading(Map.of(0, 2L), Map.of(0, 2L), 0).done(0)).isTrue();
    }

    @Test
    void waitsNoLongerThanForASilence() {
        Loading loading = new Loading(Map.of(0, 2L), Map.of(), 0);
        long silence = Loading.SILENCE.toNanos();
        loading.read(0, 0, silence - 1);
        assertThat(loading.done(2 * silence - 2)).isFalse();
        assertThat(loading.done(2 * silence - 1)).isTrue();
    }
}
