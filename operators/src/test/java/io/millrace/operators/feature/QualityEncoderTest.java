package io.millrace.operators.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.operators.record.FeatureCheck;
import io.millrace.operators.record.FeatureCheck.Outcome;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Holds the examples of docs/messages.md against what is written. */
final class QualityEncoderTest {
    private static final String FEATURE = "zip_market.median_price_per_sqft";

    private final QualityEncoder encoder = new QualityEncoder("house-prices");

    @Test
    void theTallyOfTheDocumentIsWhatIsWritten() throws IOException {
        long minute = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
        MinuteTally tally = new MinuteTally();
        for (int i = 1; i <= 100; i++) {
            Outcome outcome = i <= 3 ? Outcome.BEHIND : Outcome.MATCH;
            tally.add(new FeatureCheck(FEATURE, minute, outcome, 0, 500, 36_000L * i));
        }
        Outbound record = encoder.tally(FEATURE, minute, tally);
        assertStandsInTheDocument(record);
        assertThat(record.headers())
                .extracting(Header::name, header -> new String(Objects.requireNonNull(header.value()), UTF_8))
                .contains(tuple("ce_source", "/millrace/house-prices/quality"), tuple("ce_id", FEATURE + "@" + minute));
    }

    @Test
    void theAlertOfTheDocumentIsWhatIsWritten() throws IOException {
        long since = Instant.parse("2026-11-23T12:03:00Z").toEpochMilli();
        assertStandsInTheDocument(encoder.alert(
                new BoundAlert(FEATURE, BoundAlert.State.LEFT, BoundMeasure.WRONG, 0.021, 0.001, 5800, since)));
    }

    private static void assertStandsInTheDocument(Outbound record) throws IOException {
        String page = Files.readString(Path.of("../docs/messages.md")).replaceAll("(?<=[,:])\\s+", "");
        assertThat(page).contains(new String(Objects.requireNonNull(record.value()), UTF_8));
        assertThat(record.key()).isEqualTo(FEATURE.getBytes(UTF_8));
    }
}
