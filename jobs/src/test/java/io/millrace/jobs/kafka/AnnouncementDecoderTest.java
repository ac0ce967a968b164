package io.millrace.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.operators.record.ModelAnnouncement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementDecoderTest {

    @Test
    void readsAnAnnouncementAndPassesOverWhatItDoesNotKnow() {
        String json = "{\"model\":\"house-price\",\"evidence\":{\"mae\":[1,2]},\"version\":7,\"epoch\":12}";
        assertThat(AnnouncementDecoder.decode(json.getBytes(UTF_8)).announcement())
                .contains(new ModelAnnouncement("house-price", 7, 12));
    }

    @Test
    void readsWhatTheEncoderWrites() {
        for (ModelAnnouncement each : List.of(
                new ModelAnnouncement("house-price", 7, 12), new ModelAnnouncement("house-price", 7, 13, 8, 0.05))) {
            assertThat(AnnouncementDecoder.decode(
                                    AnnouncementEncoder.encode(each).value())
                            .announcement())
                    .contains(each);
        }
        assertThat(new String(
                        AnnouncementEncoder.encode(new ModelAnnouncement("m", 7, 13, 8, 0))
                                .value(),
                        UTF_8))
                .isEqualTo("{\"model\":\"m\",\"version\":7,\"epoch\":13,\"candidate\":8,\"share\":0.0}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[1]",
                "{\"model\":\"m\"",
                "{\"model\":\"m\",\"version\":\"7\",\"epoch\":1}",
                "{\"model\":\"m\",\"version\":0,\"epoch\":1}",
                "{\"model\":\"m\",\"version\":99999999999,\"epoch\":1}",
                "{\"model\":\"m\",\"version\":1,\"version\":2,\"epoch\":1}",
                "{\"model\":\"m\",\"version\":1,\"epoch\":1,\"candidate\":-1}",
                "{\"model\":\"m\",\"version\":1,\"epoch\":1,\"candidate\":2,\"share\":1.01}",
                "\u0000\u0001binary"
            })
    void whateverElseLiesThereIsNoAnnouncement(String value) {
        AnnouncementDecoder.Result result = AnnouncementDecoder.decode(value.getBytes(UTF_8));
        assertThat(result.announcement()).isEmpty();
        assertThat(result.problem()).isNotEmpty();
    }

    @Test
    void neitherATombstoneNorAFloodIsAnAnnouncement() {
        assertThat(AnnouncementDecoder.decode(null).problem()).isEqualTo("no value");
        assertThat(AnnouncementDecoder.decode(new byte[100_000]).problem())
                .isEqualTo("value is too large: bytes=100000, max=65536");
        assertThat(AnnouncementDecoder.decode("[".repeat(50_000).getBytes(UTF_8))
                        .announcement())
                .isEmpty();
    }
}
