package io.millrace.models.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeReaderTest {

    @ParameterizedTest
    @CsvSource({
        "2026-05-02T11:00:00Z, 2026-05-02T11:00:00Z",
        "2026-05-02t11:00:00.123456z, 2026-05-02T11:00:00.123Z",
        "2026-05-02T11:00:00+02:00, 2026-05-02T09:00:00Z",
        "2026-05-02T11:00, 2026-05-02T09:00:00Z",
        "2026-05-02, 2026-05-01T22:00:00Z"
    })
    void readsIso(String text, Instant time) {
        assertThat(read(null, text)).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "yyyyMMdd'T'HHmmss, 20140502T110000, 2014-05-02T09:00:00Z",
        "uuuu-MM-dd HH:mm:ss, 2014-05-02 11:00:00, 2014-05-02T09:00:00Z",
        "yyyyMMdd, 20140502, 2014-05-01T22:00:00Z",
        "yyyy-MM-dd HH:mm, 2014-05-02 11:00, 2014-05-02T09:00:00Z",
        "yyyy-MM-dd'T'HH:mm:ssXXX, 2014-05-02T11:00:00-07:00, 2014-05-02T18:00:00Z",
        "EEE d MMM yyyy HH:mm:ss VV, Fri 2 May 2014 11:00:00 America/Los_Angeles, 2014-05-02T18:00:00Z"
    })
    void readsAPattern(String pattern, String text, Instant time) {
        assertThat(read(pattern, text)).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20140230T000000", "20141301T000000", "2014", "20140502T110000Z", "99999999T999999"})
    void refusesWhatIsNoTime(String text) {
        assertThat(read("yyyyMMdd'T'HHmmss", text)).isEqualTo(TimeReader.UNREADABLE);
        assertThat(read(null, text)).isEqualTo(TimeReader.UNREADABLE);
    }

    private static long read(@Nullable String pattern, String text) {
        return new TimeReader(new EventsConfig.Time(
                        "at", pattern, ZoneId.of("Europe/Berlin"), Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .read(text);
    }
}
