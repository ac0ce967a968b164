package io.millrace.operators.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldType;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.VersionId;
import io.millrace.models.tensor.ScoredRow;
import io.millrace.models.tensor.ScoredSchema;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.models.tensor.ScoredWriter;
import io.millrace.models.tensor.TensorMemory;
import io.millrace.operators.record.FeatureValues;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.ServedFeatures;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ServedDecoderTest {
    private static final VersionId LINE = new VersionId("line", 1, "ab");
    private static final long TIME = 1_700_000_000_000L;
    private static final Schema ROW = new Schema(List.of(
            new Column("shop", FieldType.INT, 1),
            new Column("table.size", FieldType.FLOAT, 1),
            new Column("spending.sum", FieldType.FLOAT, 1),
            new Column("spending.last", FieldType.CATEGORY, 1),
            new Column("shops.visits", FieldType.INT, 1)));
    private static final ScoredSchema SCHEMA = new ScoredSchema(
            ROW, 4, List.of("table", "spending", "shops"), List.of("PRESENT", "STALE", "DEFAULTED", "MISSING"));
    private static final List<ServedSettings.View> VIEWS = List.of(
            new ServedSettings.View("spending", "card", /* index= */ 1, /* first= */ 1, /* columns= */ 2),
            new ServedSettings.View("shops", "shop", /* index= */ 2, /* first= */ 3, /* columns= */ 1));

    @Test
    void readsWhatWasServedOfEachView() throws IOException {
        List<ServedFeatures> served = decode(1, List.of(new Scored("c1", 12)));

        assertThat(served).hasSize(2);
        ServedFeatures spending = served.get(0);
        assertThat(spending)
                .usingRecursiveComparison()
                .withEqualsForType(Values::equals, Values.class)
                .isEqualTo(new ServedFeatures(
                        "p-c1",
                        "spending",
                        "c1",
                        TIME,
                        61_000,
                        new Values(new double[] {2.5, Double.NaN}, new @Nullable String[] {null, "x"}, new float[0][]),
                        new byte[] {Freshness.PRESENT.code(), Freshness.STALE.code()}));
        ServedFeatures shops = served.get(1);
        assertThat(shops.key()).as("a field of the event").isEqualTo("12");
        assertThat(shops.served(0)).isFalse();
        assertThat(shops.timed()).isFalse();
        assertThat(shops.ageMillis()).isEqualTo(FeatureValues.NO_AGE);
    }

    @Test
    void leavesOutAViewWithoutAKey() throws IOException {
        assertThat(decode(1, List.of(new Scored("c1", Double.NaN))))
                .extracting(ServedFeatures::view)
                .containsExactly("spending");
    }

    @Test
    void choosesTheKeysThatTheEventsAreChosenBy() throws IOException {
        List<Scored> rows = new ArrayList<>();
        List<String> chosen = new ArrayList<>();
        KeySample sample = new KeySample(0.1);
        for (int i = 0; i < 2_000; i++) {
            rows.add(new Scored("c" + i, Double.NaN));
            if (sample.contains("c" + i)) {
                chosen.add("c" + i);
            }
        }
        assertThat(chosen.size()).isBetween(150, 250);
        assertThat(decode(0.1, rows)).extracting(ServedFeatures::key).containsExactlyElementsOf(chosen);
        assertThat(decode(0, rows)).isEmpty();
    }

    @Test
    void saysSoWhenTheRowsAreOfAnotherPipeline() {
        ScoredSchema other = new ScoredSchema(
                new Schema(List.of(new Column("other", FieldType.FLOAT, 1))), 0, List.of(), SCHEMA.freshness());
        ServedDecoder decoder = new ServedDecoder(new ServedSettings(events(), other, 1, List.of()));
        assertThatThrownBy(() -> decoder.decode(write(List.of(new Scored("c1", 1))), served -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("column=other, found=nothing");
    }

    private static List<ServedFeatures> decode(double share, List<Scored> rows) throws IOException {
        List<ServedFeatures> served = new ArrayList<>();
        new ServedDecoder(new ServedSettings(events(), SCHEMA, share, VIEWS)).decode(write(rows), served::add);
        return served;
    }

    private static byte[] write(List<Scored> rows) {
        try (TensorMemory memory = new TensorMemory(64 << 20)) {
            return new ScoredWriter(SCHEMA, memory)
                    .write(new ScoredVersions(LINE), 1, rows, Integer.MAX_VALUE)
                    .get(0)
                    .arrow();
        }
    }

    private static EventsConfig events() {
        return new EventsConfig(
                "visits",
                EventsConfig.Format.JSON,
                "id",
                "card",
                new EventsConfig.Time("at", null, ZoneOffset.UTC, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                List.of(new FieldConfig(
                        "shop", FieldType.INT, null, null, List.of(), false, 1, true, FieldConfig.Encode.AUTO)),
                new EventsConfig.Limits(1, 1, 1, 1, 1, 1));
    }

    /** A row of a card; nothing was served of its shop. */
    private record Scored(String key, double shop) implements ScoredRow {

        @Override
        public String predictionId() {
            return "p-" + key;
        }

        @Override
        public String eventId() {
            return "e-" + key;
        }

        @Override
        public long timeMillis() {
            return TIME;
        }

        @Override
        public byte freshness(int featureColumn) {
            Freshness[] grades = {Freshness.PRESENT, Freshness.PRESENT, Freshness.STALE, Freshness.DEFAULTED};
            return grades[featureColumn].code();
        }

        @Override
        public long ageMillis(int view) {
            return view == 1 ? 61_000 : FeatureValues.NO_AGE;
        }

        @Override
        public VersionId model() {
            return LINE;
        }

        @Override
        public float output(int element) {
            return 0;
        }

        @Override
        public double number(int column) {
            return new double[] {shop, 1, 2.5, Double.NaN, 0}[column];
        }

        @Override
        public @Nullable String text(int column) {
            return column == 3 ? "x" : null;
        }

        @Override
        public float @Nullable [] vector(int column) {
            return null;
        }
    }
}
