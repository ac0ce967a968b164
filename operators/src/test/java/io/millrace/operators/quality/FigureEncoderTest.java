package io.millrace.operators.quality;

import static io.millrace.operators.quality.Observations.absent;
import static io.millrace.operators.quality.Observations.labeled;
import static io.millrace.operators.quality.Observations.scored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.evaluate.Judge;
import io.millrace.models.time.Ticker;
import io.millrace.operators.metric.RecordedMetrics;
import io.millrace.operators.metric.StageMetrics;
import io.millrace.operators.quality.ModelQuality.Told;
import io.millrace.operators.quality.Observed.Row;
import io.millrace.operators.quality.Observed.Said;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Holds the example of docs/messages.md against what is written. */
class FigureEncoderTest {
    private static final long TIME = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();

    @Test
    void theFigureOfTheDocumentIsWhatIsWritten() throws IOException {
        Outbound record = new FigureEncoder("house-prices").encode(told());

        String page = Files.readString(Path.of("../docs/messages.md")).replaceAll("(?<=[,:])\\s+", "");
        assertThat(page).contains(new String(Objects.requireNonNull(record.value()), UTF_8));
        assertThat(record.key()).isEqualTo("house-price/3/champion/all".getBytes(UTF_8));
        assertThat(record.headers().stream()
                        .map(header -> header.name() + "=" + new String(Objects.requireNonNull(header.value()), UTF_8)))
                .containsExactly(
                        "ce_specversion=1.0",
                        "ce_id=house-price/3/champion/all@1795435260000",
                        "ce_source=/millrace/house-prices/quality",
                        "ce_type=io.millrace.quality.v1",
                        "content-type=application/json",
                        "ce_time=2026-11-23T12:01:00Z");
    }

    @Test
    void metricsShowTheVersionThatServes() {
        RecordedMetrics registered = new RecordedMetrics();
        new QualityMetrics(StageMetrics.of(registered.operator(), Ticker.system())).show(told());

        assertThat(registered.value("operator.millrace.qualityLabels")).isEqualTo(2);
        assertThat(registered.value("operator.millrace.qualityCoverageMillionths"))
                .isEqualTo(500_000);
        assertThat(registered.value("operator.millrace.qualityMaturityMillionths"))
                .isEqualTo(1_000_000);
        assertThat(registered.value("operator.millrace.metric.mae.qualityMillionths"))
                .isEqualTo(10_000_000);
    }

    private static Told told() {
        ModelQuality quality = new ModelQuality(
                new ModelQuality.Settings("house-price", List.of(), (model, version, outputs) -> Judge.ofNumbers()));
        for (int i = 0; i < 4; i++) {
            quality.take(scored(row(i, 0)));
        }
        quality.take(labeled(row(0, 90), "100", null, 60_000));
        quality.take(labeled(row(1, 210), "200", null, 60_000));
        quality.take(absent(row(2, 0)));
        List<Told> told = new ArrayList<>();
        quality.tellLabeled(told::add);
        assertThat(told).hasSize(1);
        assertThat(quality.serves(told.get(0).key())).isTrue();
        return told.get(0);
    }

    private static Row row(int number, float output) {
        List<Said> said = List.of(new Said(3, "champion", new float[] {output}));
        return new Row("house-price", "listings-0-" + number, TIME, said, List.of());
    }
}
