package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldType;
import io.millrace.models.aggregate.PaymentView;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.tensor.TableWriter;
import io.millrace.models.tensor.TableWriter.Entry;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.RecordTypes;
import io.millrace.operators.record.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrowEventDecoderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long TIME = NOW.toEpochMilli() - 60_000;
    private static final EventsConfig EVENTS = PoisonPipeline.events(EventsConfig.Format.ARROW);
    private static final Schema SCHEMA = new EventShape(EVENTS, new ManualTicker()).schema();
    private static final float[] VECTOR = {1, 2, 3, 4, 5, 6, 7, 8.5f};
    private static final Values FULL = values(12.5, "web", VECTOR);
    private static final Values SPARSE = new Values(
            new double[] {0, Double.NaN, -7, Double.NaN, Double.NaN, Double.NaN, Double.NaN},
            new @Nullable String[] {null, null, null, null, "shop", null, null},
            new float @Nullable [][] {null, null, null, null, null, null, VECTOR});

    private final EventDecoder decoder = EventDecoder.of(EVENTS, new ManualTicker(NOW.toEpochMilli()));

    @Test
    void everyRowIsAnEventWithItsOwnIdentity() {
        List<Decoded> decoded = decode(entry(0, FULL), entry(1, SPARSE));
        assertThat(decoded).hasSize(2);
        Event first = (Event) decoded.get(0);
        assertThat(first.raw().position()).hasToString("events-3-42-0");
        assertThat(List.of(first.id(), first.key(), first.timeMillis())).isEqualTo(List.of("e-0", "c-0", TIME));
        assertThat(copy(first)).isEqualTo(FULL);
        Event second = (Event) decoded.get(1);
        assertThat(second.raw().position()).hasToString("events-3-42-1");
        assertThat(copy(second)).isEqualTo(SPARSE);
    }

    @Test
    void aBadRowLeavesAlone() {
        List<Decoded> decoded = decode(
                entry(0, FULL),
                entry(1, values(-1, "web", VECTOR)),
                entry(2, values(1, "fax", VECTOR)),
                entry(3, values(1, null, VECTOR)),
                entry(4, values(1, "web", new float[] {Float.NaN, 2, 3, 4, 5, 6, 7, 8})),
                new Entry("", "c-5", TIME, FULL),
                new Entry("e-6", "c-6", -1, FULL),
                new Entry("e-7", "c-7", NOW.plusSeconds(7_200).toEpochMilli(), FULL),
                entry(8, values(Double.NaN, "web", VECTOR)),
                new Entry("e-9", "c\0", TIME, FULL),
                entry(10, FULL));
        assertThat(decoded.stream().map(ArrowEventDecoderTest::outcome))
                .containsExactly(
                        "e-0",
                        "OUT_OF_RANGE|field=amount, value=-1.0, min=0.0",
                        "NOT_ALLOWED|field=channel, value=\"fax\", allowed=[phone, shop, web]",
                        "MISSING_FIELD|required field is missing: field=channel",
                        "NOT_FINITE|field=embedding, value=NaN",
                        "MISSING_FIELD|id is missing: field=event_id",
                        "BAD_TIME|time is negative: field=at, value=-1, min=0",
                        "BAD_TIME|time is too far ahead of the clock: field=at, value=2026-11-23T14:00:00Z,"
                                + " max=2026-11-23T13:00:00Z (now + max-future=PT1H)",
                        "MISSING_FIELD|required field is missing: field=amount",
                        "BAD_ENCODING|text holds U+0000 or half of a surrogate pair: field=customer,"
                                + " value=\"c\\u0000\"",
                        "e-10");
        assertThat(decoded.get(2).raw().position()).hasToString("events-3-42-2");
    }

    @Test
    void aMissingLocalTimeLeavesAlone() throws Exception {
        EventsConfig events = new EventsConfig(
                "payments",
                EventsConfig.Format.ARROW,
                "id",
                "id",
                new EventsConfig.Time(
                        "at", null, ZoneId.of("Europe/Berlin"), Duration.ofDays(1), Duration.ofDays(1), Duration.ZERO),
                List.of(PaymentView.field("id", FieldType.CATEGORY)),
                EVENTS.limits());
        byte[] bytes;
        try (RootAllocator allocator = new RootAllocator();
                VarCharVector id = new VarCharVector("id", allocator);
                TimeStampMilliVector at = new TimeStampMilliVector("at", allocator)) {
            for (int row = 0; row < 3; row++) {
                id.setSafe(row, ("e-" + row).getBytes(UTF_8));
                at.setSafe(row, TIME);
            }
            at.setNull(1);
            bytes = stream(3, id, at);
        }

        List<Decoded> decoded =
                EventDecoder.of(events, new ManualTicker(NOW.toEpochMilli())).decode(raw(bytes, List.of()));
        assertThat(decoded.stream().map(ArrowEventDecoderTest::outcome))
                .containsExactly("e-0", "MISSING_FIELD|time is missing: field=at", "e-2");
        assertThat(((Event) decoded.get(0)).timeMillis())
                .isEqualTo(TIME - Duration.ofHours(1).toMillis());
    }

    private static byte[] stream(int rows, FieldVector... columns) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (VectorSchemaRoot root = VectorSchemaRoot.of(columns);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
            root.setRowCount(rows);
            writer.writeBatch();
        }
        return bytes.toByteArray();
    }

    @Test
    void theBytesOfARowAreItsDeclaredColumns() {
        byte[] bytes = decode(entry(0, FULL), entry(1, values(Double.POSITIVE_INFINITY, "x", VECTOR)))
                .get(1)
                .raw()
                .value();
        assertThat(new String(Objects.requireNonNull(bytes), UTF_8))
                .isEqualTo("{\"amount\":\"Infinity\",\"balance\":0.5,\"visits\":3,\"member\":true,\"channel\":\"x\","
                        + "\"note\":\"n\",\"embedding\":[1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.5],\"event_id\":\"e-1\","
                        + "\"customer\":\"c-1\",\"at\":\"2026-11-23T11:59:00Z\"}");
    }

    @Test
    void aRowInStateIsSmallAndKeepsItsIdentity() throws Exception {
        Event event = (Event) decode(entry(0, FULL), entry(1, SPARSE)).get(1);
        TypeSerializer<Event> serializer = RecordTypes.EVENT.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer bytes = new DataOutputSerializer(64);
        serializer.serialize(event, bytes);
        Event read = serializer.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));
        assertThat(bytes.length()).isLessThan(600);
        assertThat(read.raw().position()).isEqualTo(new Position("events", 3, 42, 1));
        assertThat(read.raw().value()).isEqualTo(event.raw().value());
        assertThat(read.raw().headers()).isEqualTo(event.raw().headers());
        assertThat(read.fields()).isEqualTo(SPARSE);
    }

    @Test
    void columnsThatCannotBeWhatIsDeclaredRefuseTheMessageOnce() {
        assertThat(outcome("channel", FieldType.FLOAT, 1))
                .isEqualTo("WRONG_TYPE|field=channel, type=category," + " found=column of float64");
        assertThat(outcome("amount", FieldType.CATEGORY, 1))
                .isEqualTo("WRONG_TYPE|field=amount, type=float, found=column of utf8");
        assertThat(outcome("embedding", FieldType.VECTOR, 3))
                .isEqualTo("WRONG_LENGTH|field=embedding, elements=3, length=8");
        assertThat(outcome("renamed", FieldType.FLOAT, 1))
                .isEqualTo("MISSING_FIELD|required field is missing: field=amount");
    }

    @Test
    void whatIsNoArrowStreamIsNamed() {
        assertThat(outcome("{\"event_id\":1}".getBytes(UTF_8)))
                .isEqualTo("UNKNOWN_FORMAT|value is not an Arrow stream: first bytes=7b 22 65 76 65 6e 74 5f");
        assertThat(outcome("ARROW1\0\0".getBytes(UTF_8)))
                .isEqualTo("UNKNOWN_FORMAT|value is not an Arrow stream but looks like an Arrow file: first bytes="
                        + "41 52 52 4f 57 31 00 00");
        byte[] good = new TableWriter(EVENTS, SCHEMA).write(List.of(entry(0, FULL)));
        assertThat(outcome(Arrays.copyOf(good, good.length / 2))).startsWith("MALFORMED|");
        assertThat(outcome(new TableWriter(EVENTS, SCHEMA).write(List.of()))).isEqualTo("EMPTY|stream has no rows");
        List<Entry> many = new ArrayList<>();
        for (int i = 0; i <= PoisonPipeline.MAX_ROWS; i++) {
            many.add(entry(i, FULL));
        }
        assertThat(outcome(new TableWriter(EVENTS, SCHEMA).write(many)))
                .isEqualTo("TOO_LARGE|value has too many rows: rows=1025, max=1024");
    }

    @Test
    void takesItsOwnContentType() {
        byte[] good = new TableWriter(EVENTS, SCHEMA).write(List.of(entry(0, FULL)));
        Header arrow = new Header("content-type", "application/vnd.apache.arrow.stream".getBytes(UTF_8));
        Header json = new Header("content-type", "application/json".getBytes(UTF_8));
        assertThat(outcome(decoder.decode(raw(good, List.of(arrow))).get(0))).isEqualTo("e-0");
        assertThat(outcome(decoder.decode(raw(good, List.of(json))).get(0)))
                .isEqualTo("UNKNOWN_FORMAT|content type does not fit the declared format:"
                        + " content-type=\"application/json\", format=arrow");
    }

    /** What becomes of a message in which one field, or the first, is of another type. */
    private String outcome(String name, FieldType type, int length) {
        List<Column> columns = new ArrayList<>(SCHEMA.columns());
        int index = Math.max(0, SCHEMA.indexOf(name));
        columns.set(index, new Column(name, type, length));
        byte[] value = new TableWriter(EVENTS, new Schema(columns)).write(List.of(entry(0, Values.missing(SCHEMA))));
        return outcome(value);
    }

    private String outcome(byte[] value) {
        List<Decoded> decoded = decoder.decode(raw(value, List.of()));
        assertThat(decoded).hasSize(1);
        assertThat(decoded.get(0).raw().position().row()).isEqualTo(Position.NO_ROW);
        return outcome(decoded.get(0));
    }

    private static String outcome(Decoded decoded) {
        return decoded.fold(Event::id, (Rejection rejection) -> rejection.reason() + "|" + rejection.detail());
    }

    private List<Decoded> decode(Entry... entries) {
        return decoder.decode(raw(new TableWriter(EVENTS, SCHEMA).write(List.of(entries)), List.of()));
    }

    private static RawEvent raw(byte[] value, List<Header> headers) {
        return new RawEvent(new Position("events", 3, 42), -1, null, value, headers);
    }

    private static Entry entry(int row, Row values) {
        return new Entry("e-" + row, "c-" + row, TIME, values);
    }

    private static Values values(double amount, @Nullable String channel, float[] embedding) {
        return new Values(
                new double[] {amount, 0.5, 3, 1, Double.NaN, Double.NaN, Double.NaN},
                new @Nullable String[] {null, null, null, null, channel, "n", null},
                new float @Nullable [][] {null, null, null, null, null, null, embedding});
    }

    static Values copy(Event event) {
        int size = event.fields().size();
        double[] numbers = new double[size];
        @Nullable String[] texts = new @Nullable String[size];
        float[] @Nullable [] vectors = new float[size] @Nullable [];
        for (int i = 0; i < size; i++) {
            numbers[i] = event.fields().number(i);
            texts[i] = event.fields().text(i);
            vectors[i] = event.fields().vector(i);
        }
        return new Values(numbers, texts, vectors);
    }
}
