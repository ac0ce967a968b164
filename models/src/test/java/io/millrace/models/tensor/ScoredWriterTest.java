package io.millrace.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.FieldType;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.Variant;
import io.millrace.models.infer.VersionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoredWriterTest {
    private static final Schema ROW = new Schema(List.of(
            new Column("sqft", FieldType.FLOAT, 1),
            new Column("bedrooms", FieldType.INT, 1),
            new Column("waterfront", FieldType.BOOL, 1),
            new Column("zip", FieldType.CATEGORY, 1),
            new Column("photo", FieldType.VECTOR, 2),
            new Column("market.median", FieldType.FLOAT, 1)));
    private static final ScoredSchema SCHEMA =
            new ScoredSchema(ROW, 1, List.of("market"), List.of("PRESENT", "STALE", "DEFAULTED", "MISSING"));
    private static final VersionId CHAMPION = new VersionId("house-price", 7, "ab12");
    private static final VersionId CANDIDATE = new VersionId("house-price", 8, "cd34");
    private static final ScoredVersions MODEL = new ScoredVersions(CHAMPION);

    private final TensorMemory memory = new TensorMemory(64 << 20);
    private final ScoredWriter writer = new ScoredWriter(SCHEMA, memory);
    private final ScoredReader reader = new ScoredReader(memory);

    @AfterEach
    void nothingIsAllocated() {
        assertThat(memory.allocatedBytes()).isZero();
        memory.close();
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Scored full = new Scored(
                "t-0-1",
                new Values(
                        new double[] {1180.5, 3, 1, Double.NaN, Double.NaN, 212.25},
                        new @Nullable String[] {null, null, null, "98178", null, null},
                        new float @Nullable [][] {null, null, null, null, {0.5f, -1f}, null}),
                /* freshness= */ 1,
                /* age= */ 86_400_000L);
        Scored empty = new Scored("t-0-2", Values.missing(ROW), /* freshness= */ 3, /* age= */ -1);
        byte[] arrow = only(writer.write(MODEL, 1, List.of(full, empty), Integer.MAX_VALUE));
        List<Map<String, @Nullable Object>> rows = reader.rows(arrow);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).toString())
                .isEqualTo("{_prediction_id=t-0-1, _event_id=id of t-0-1, _key=98178, "
                        + "_event_time=2014-10-13T00:00:00Z, _version=7, sqft=1180.5, bedrooms=3, waterfront=true, "
                        + "zip=98178, photo=[0.5,-1.0], market.median=212.25, _age_ms.market=86400000, "
                        + "_freshness.market.median=STALE, _output=0.25, _variant=champion, "
                        + "_propensity=1.0, _shadow_output=null}");
        assertThat(rows.get(1).toString())
                .isEqualTo("{_prediction_id=t-0-2, _event_id=id of t-0-2, _key=98178, "
                        + "_event_time=2014-10-13T00:00:00Z, _version=7, sqft=null, bedrooms=null, waterfront=null, "
                        + "zip=null, photo=null, market.median=null, _age_ms.market=null, "
                        + "_freshness.market.median=MISSING, _output=0.25, _variant=champion, "
                        + "_propensity=1.0, _shadow_output=null}");
        assertThat(reader.predictionIds(arrow)).containsExactly("t-0-1", "t-0-2");
    }

    @Test
    void handsRowsOverWhereTheyLie() throws IOException {
        Scored full = new Scored(
                "t-0-1",
                new Values(
                        new double[] {1180.5, 3, 1, Double.NaN, Double.NaN, 212.25},
                        new @Nullable String[] {null, null, null, "98178", null, null},
                        new float @Nullable [][] {null, null, null, null, {0.5f, -1f}, null}),
                /* freshness= */ 1,
                /* age= */ 86_400_000L);
        Scored empty = new Scored("t-0-2", Values.missing(ROW), /* freshness= */ 3, /* age= */ -1);
        byte[] arrow = only(writer.write(MODEL, 2, List.of(full, empty), Integer.MAX_VALUE));
        List<String> read = new ArrayList<>();
        reader.forEach(arrow, SCHEMA, row -> read.add(shown(row)));
        assertThat(read).containsExactly(shown(full), shown(empty));
    }

    private static String shown(ScoredRow row) {
        List<Object> shown = new ArrayList<>(List.of(row.predictionId(), row.eventId(), row.key(), row.timeMillis()));
        for (int column = 0; column < ROW.size(); column++) {
            shown.add(row.number(column));
            shown.add(String.valueOf(row.text(column)));
            shown.add(Arrays.toString(row.vector(column)));
        }
        shown.addAll(List.of(row.freshness(0), row.ageMillis(0), row.output(0), row.output(1)));
        shown.addAll(List.of(row.model(), row.variant(), row.propensity()));
        VersionId shadow = row.shadow();
        if (shadow != null) {
            shown.addAll(List.of(shadow, row.shadowOutput(0), row.shadowOutput(1)));
        }
        return shown.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void bothVersionsOutputsComeBack(int width) throws IOException {
        Values values = Values.missing(ROW);
        List<Scored> rows = List.of(
                new Scored("t-0-1", values, /* freshness= */ 0, /* age= */ 1, Role.CANARY),
                new Scored("t-0-2", values, /* freshness= */ 0, /* age= */ 1, Role.CHAMPION_WITH_SHADOW),
                new Scored("t-0-3", values, /* freshness= */ 0, /* age= */ 1));
        byte[] arrow = only(writer.write(new ScoredVersions(CHAMPION, CANDIDATE), width, rows, Integer.MAX_VALUE));

        List<String> read = new ArrayList<>();
        reader.forEach(arrow, SCHEMA, row -> {
            VersionId shadow = row.shadow();
            read.add(row.predictionId() + " " + row.variant() + " " + row.propensity() + " " + row.model() + "="
                    + row.output(width - 1) + " "
                    + (shadow == null ? "alone" : shadow + "=" + row.shadowOutput(width - 1)));
        });
        assertThat(read)
                .containsExactly(
                        "t-0-1 CANARY 0.25 house-price@8=" + (width - 0.75) + " house-price@7=" + (width + 99f),
                        "t-0-2 CHAMPION 0.75 house-price@7=" + (width - 0.75) + " house-price@8=" + (width + 99f),
                        "t-0-3 CHAMPION 1.0 house-price@7=" + (width - 0.75) + " alone");
        assertThat(reader.rows(arrow)).extracting(row -> row.get("_version")).containsExactly(8, 7, 7);
    }

    @Test
    void saysHowLongEitherVersionTook() throws IOException {
        Values values = Values.missing(ROW);
        List<Scored> rows = List.of(
                new Scored("t-0-1", values, /* freshness= */ 0, /* age= */ 1, Role.CANARY),
                new Scored("t-0-2", values, /* freshness= */ 0, /* age= */ 1, Role.CHAMPION_WITH_SHADOW));

        assertThat(micros(new ScoredVersions(CHAMPION, CANDIDATE, 120, 250), rows))
                .containsExactly("250 beside 120", "120 beside 250");
        assertThat(micros(new ScoredVersions(CHAMPION, CANDIDATE), rows))
                .as("written before there were times")
                .containsExactly("-1 beside -1", "-1 beside -1");
        assertThat(micros(new ScoredVersions(CHAMPION, null, 0, 7), rows(1))).containsExactly("0 beside -1");
    }

    private List<String> micros(ScoredVersions versions, List<Scored> rows) throws IOException {
        List<String> micros = new ArrayList<>();
        reader.forEach(
                only(writer.write(versions, 1, rows, Integer.MAX_VALUE)),
                SCHEMA,
                row -> micros.add(row.micros() + " beside " + row.shadowMicros()));
        return micros;
    }

    @Test
    void rowsFromBeforeThereWereCandidatesAreTheChampions() throws IOException {
        byte[] arrow = withoutColumnsOfVariants(only(writer.write(MODEL, 1, rows(1), Integer.MAX_VALUE)));

        List<String> read = new ArrayList<>();
        reader.forEach(
                arrow,
                SCHEMA,
                row -> read.add(row.model() + " " + row.variant() + " " + row.propensity() + " " + row.shadow()));

        assertThat(read).containsExactly("house-price@7 CHAMPION 1.0 null");
    }

    private byte[] withoutColumnsOfVariants(byte[] arrow) throws IOException {
        ByteArrayOutputStream older = new ByteArrayOutputStream();
        try (ArrowStreamReader stream = new ArrowStreamReader(new ByteArrayInputStream(arrow), memory.allocator())) {
            stream.loadNextBatch();
            VectorSchemaRoot all = stream.getVectorSchemaRoot();
            List<FieldVector> kept = all.getFieldVectors().stream()
                    .filter(each -> !List.of("_variant", "_propensity", "_shadow_output")
                            .contains(each.getName()))
                    .toList();
            Map<String, String> metadata = new TreeMap<>(all.getSchema().getCustomMetadata());
            metadata.remove("millrace.variants");
            var schema = new org.apache.arrow.vector.types.pojo.Schema(
                    kept.stream().map(FieldVector::getField).toList(), metadata);
            VectorSchemaRoot root = new VectorSchemaRoot(schema, kept, all.getRowCount());
            try (ArrowStreamWriter out = new ArrowStreamWriter(root, null, Channels.newChannel(older))) {
                out.writeBatch();
            }
        }
        return older.toByteArray();
    }

    @Test
    void saysSoWhenRowsAreOfAnotherPipeline() {
        byte[] arrow = only(writer.write(MODEL, 1, rows(1), Integer.MAX_VALUE));
        Schema other = new Schema(List.of(new Column("sqft", FieldType.INT, 1)));
        assertThatThrownBy(() ->
                        reader.forEach(arrow, new ScoredSchema(other, 0, List.of(), SCHEMA.freshness()), row -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("scored rows lack a column, or it is of another type: column=sqft, found=sqft");
    }

    @Test
    void writesSeveralOutputsAsAList() throws IOException {
        byte[] arrow = only(writer.write(MODEL, 3, rows(2), Integer.MAX_VALUE));
        assertThat(reader.rows(arrow).get(1)).extractingByKey("_output").hasToString("[0.25,1.25,2.25]");
    }

    @Test
    void splitsWhatIsTooLargeAndKeepsTheOrder() throws IOException {
        List<Scored> rows = rows(100);
        int whole = only(writer.write(MODEL, 1, rows, Integer.MAX_VALUE)).length;
        List<ScoredWriter.Part> parts = writer.write(MODEL, 1, rows, whole / 2);
        List<String> ids = new ArrayList<>();
        for (ScoredWriter.Part part : parts) {
            List<String> found = reader.predictionIds(part.arrow());
            assertThat(found).hasSize(part.rows());
            ids.addAll(found);
        }
        assertThat(parts.size()).isGreaterThan(1);
        assertThat(ids).isEqualTo(rows.stream().map(Scored::predictionId).toList());
    }

    @Test
    void aRowThatIsTooLargeAloneIsAPartAlone() {
        assertThat(writer.write(MODEL, 1, rows(3), 1))
                .extracting(ScoredWriter.Part::rows)
                .containsExactly(1, 1, 1);
    }

    @Test
    void doesNotEncodeWhatIsSurelyTooLarge() {
        Schema wide = new Schema(List.of(new Column("photo", FieldType.VECTOR, 100_000)));
        ScoredWriter wideWriter = new ScoredWriter(new ScoredSchema(wide, 0, List.of(), List.of()), memory);
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            rows.add(new Scored("t-0-" + i, Values.missing(wide), /* freshness= */ 0, /* age= */ i));
        }
        assertThat(wideWriter.write(MODEL, 1, rows, 1_000_000)).hasSize(32);
    }

    @Test
    void doesNotEncodeTextsThatAreSurelyTooLarge() throws IOException {
        String text = "\u00e9".repeat(100_000);
        Values values = new Values(
                new double[ROW.size()],
                new @Nullable String[] {null, null, null, text, null, null},
                new float @Nullable [ROW.size()][]);
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            rows.add(new Scored("t-0-" + i, values, /* freshness= */ 0, /* age= */ i));
        }
        List<String> ids = new ArrayList<>();
        for (ScoredWriter.Part part : writer.write(MODEL, 1, rows, 1_000_000)) {
            assertThat(part.arrow()).hasSizeLessThanOrEqualTo(1_000_000);
            ids.addAll(reader.predictionIds(part.arrow()));
        }
        assertThat(ids).isEqualTo(rows.stream().map(Scored::predictionId).toList());
    }

    @Test
    void servesSeveralThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<byte[]>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> only(writer.write(MODEL, 1, rows(50), Integer.MAX_VALUE)));
            }
            for (Future<byte[]> each : threads.invokeAll(calls)) {
                assertThat(reader.predictionIds(each.get())).hasSize(50);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void saysSoWhenBytesAreNoArrow() {
        byte[] arrow = only(writer.write(MODEL, 1, rows(5), Integer.MAX_VALUE));
        assertThatThrownBy(() -> reader.rows(new byte[] {'{', '}', 1, 2, 3, 4, 5, 6, 7, 8, 9}))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reader.rows(Arrays.copyOf(arrow, arrow.length / 2)))
                .isInstanceOf(IOException.class);
    }

    private static List<Scored> rows(int count) {
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Scored("t-0-" + i, Values.missing(ROW), /* freshness= */ 0, /* age= */ i));
        }
        return rows;
    }

    private static byte[] only(List<ScoredWriter.Part> parts) {
        assertThat(parts).hasSize(1);
        return parts.get(0).arrow();
    }

    private enum Role {
        CHAMPION_ALONE,
        CHAMPION_WITH_SHADOW,
        CANARY
    }

    private record Scored(String predictionId, Values values, int freshness, long age, Role role) implements ScoredRow {

        Scored(String predictionId, Values values, int freshness, long age) {
            this(predictionId, values, freshness, age, Role.CHAMPION_ALONE);
        }

        @Override
        public VersionId model() {
            return role == Role.CANARY ? CANDIDATE : CHAMPION;
        }

        @Override
        public Variant variant() {
            return role == Role.CANARY ? Variant.CANARY : Variant.CHAMPION;
        }

        @Override
        public float propensity() {
            return switch (role) {
                case CHAMPION_ALONE -> 1;
                case CHAMPION_WITH_SHADOW -> 0.75f;
                case CANARY -> 0.25f;
            };
        }

        @Override
        public @Nullable VersionId shadow() {
            return switch (role) {
                case CHAMPION_ALONE -> null;
                case CHAMPION_WITH_SHADOW -> CANDIDATE;
                case CANARY -> CHAMPION;
            };
        }

        @Override
        public float shadowOutput(int element) {
            return 100f + element;
        }

        @Override
        public String eventId() {
            return "id of " + predictionId;
        }

        @Override
        public String key() {
            return "98178";
        }

        @Override
        public long timeMillis() {
            return 1_413_158_400_000L;
        }

        @Override
        public byte freshness(int featureColumn) {
            return (byte) freshness;
        }

        @Override
        public long ageMillis(int view) {
            return age;
        }

        @Override
        public float output(int element) {
            return 0.25f + element;
        }

        @Override
        public double number(int column) {
            return values.number(column);
        }

        @Override
        public @Nullable String text(int column) {
            return values.text(column);
        }

        @Override
        public float @Nullable [] vector(int column) {
            return values.vector(column);
        }
    }
}
