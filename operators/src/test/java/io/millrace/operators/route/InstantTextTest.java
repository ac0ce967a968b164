package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    private final InstantText times = new InstantText();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-11-23T12:34:56.007Z",
                "2026-11-23T12:34:56.070Z",
                "2024-02-29T23:59:59.999Z",
                "0000-12-31T23:59:59.999Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00.001Z"
            })
    void writesWhatInstantWrites(String time) {
        assertThat(text(Instant.parse(time).toEpochMilli())).isEqualTo(time);
    }

    @Test
    void writesAnyTimeAfterAnyOther() {
        for (long seed = 0; seed < 50_000; seed++) {
            long millis = new Random(seed).nextLong() >> new Random(seed).nextInt(50);
            long bounded = Math.floorMod(millis, 1L << 52) - (1L << 51);
            assertThat(text(bounded))
                    .as("seed=%d", seed)
                    .isEqualTo(Instant.ofEpochMilli(bounded).toString());
        }
    }

    private String text(long millis) {
        return new String(times.of(millis), UTF_8);
    }
}
