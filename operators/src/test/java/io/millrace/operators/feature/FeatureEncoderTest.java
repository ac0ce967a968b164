package io.millrace.operators.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FieldType;
import io.millrace.config.ViewConfig;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.FeatureHeaders;
import io.millrace.operators.record.FeatureUpdate;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureEncoderTest {
    private static final long TIME = 1_704_067_200_000L;

    @Test
    void writesTheExampleOfTheMessages() throws Exception {
        FeatureEncoder encoder = new FeatureEncoder(view(
                column("median_price_per_sqft", FieldType.FLOAT),
                column("sales_count", FieldType.INT),
                column("days_since_sale", FieldType.FLOAT)));

        Outbound record = encoder.encode(new FeatureUpdate("98178", TIME, Values.ofNumbers(245.1, 12, 3)));

        assertThat(Files.readString(Path.of("../docs/messages.md")).replaceAll("(?<=[,:]) ", ""))
                .contains("```json\n" + text(record.value()) + "\n```");
        assertThat(text(record.key())).isEqualTo("98178");
        RawEvent read = new RawEvent(new Position("t", 0, 0), 0, record.key(), record.value(), record.headers());
        assertThat(FeatureHeaders.timeMillis(read)).isEqualTo(TIME);
        assertThat(FeatureHeaders.version(read)).isEqualTo(2);
        assertThat(text(read.header("ce_id"))).isEqualTo("98178@" + TIME);
        assertThat(text(read.header("ce_source"))).isEqualTo("/millrace/features/market");
    }

    @Test
    void writesNullForWhatIsMissingAndNothingWhereNothingIsKnown() {
        FeatureEncoder encoder = new FeatureEncoder(
                view(column("a", FieldType.FLOAT), column("b", FieldType.INT), column("c", FieldType.CATEGORY)));
        Values some = new Values(
                new double[] {Double.NaN, Double.NaN, Double.NaN},
                new @Nullable String[] {null, null, "x\"y"},
                new float[0][]);

        assertThat(text(encoder.encode(new FeatureUpdate("k", TIME, some)).value()))
                .isEqualTo("{\"a\":null,\"b\":null,\"c\":\"x\\\"y\"}");
        assertThat(text(encoder.encode(new FeatureUpdate("k", TIME, Values.ofNumbers(0.5, 1e15, Double.NaN)))
                        .value()))
                .isEqualTo("{\"a\":0.5,\"b\":1000000000000000,\"c\":null}");
        assertThat(encoder.encode(new FeatureUpdate("k", TIME, null)).value()).isNull();
    }

    private static ViewConfig view(ViewConfig.Column... columns) {
        return new ViewConfig(
                "market",
                2,
                "tests",
                "",
                "zipcode",
                Arrays.asList(columns),
                Duration.ofDays(1),
                new ViewConfig.Topic("features.market", null),
                new ViewConfig.Cache(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    private static ViewConfig.Column column(String name, FieldType type) {
        return new ViewConfig.Column(name, type, "", "", null, null, null, null, null);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }
}
