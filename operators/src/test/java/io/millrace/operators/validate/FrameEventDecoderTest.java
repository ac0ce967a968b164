package io.millrace.operators.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.EventsConfig;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameEventDecoderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long TIME = NOW.toEpochMilli() - 1_000;
    private static final EventsConfig EVENTS = PoisonPipeline.events(EventsConfig.Format.FRAME);
    private static final Schema SCHEMA = new EventShape(EVENTS, new ManualTicker()).schema();
    private static final Values FULL = new Values(
            new double[] {12.5, -3.25, 7, 1, Double.NaN, Double.NaN, Double.NaN},
            new @Nullable String[] {null, null, null, null, "web", "é日😀", null},
            new float @Nullable [][] {null, null, null, null, null, null, {1, 2, 3, 4, 5, 6, 7, 8.5f}});

    private static final int NUMBERS_AT = 40;
    private static final int TEXT_LENGTHS_AT = NUMBERS_AT + 4 * 8 + 8 * 4;
    private static final int ID_AT = TEXT_LENGTHS_AT + 2 * 2;

    private final EventDecoder decoder = EventDecoder.of(EVENTS, new ManualTicker(NOW.toEpochMilli()));

    @Test
    void readsWhatTheWriterWrote() {
        Event event = event(FrameWriter.precise(SCHEMA).write("e-1", "c-1", TIME, FULL));
        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.key()).isEqualTo("c-1");
        assertThat(event.timeMillis()).isEqualTo(TIME);
        assertThat(event.fields()).isEqualTo(FULL);
    }

    @Test
    void aNarrowFrameIsSmallerAndRoundsNumbers() {
        byte[] narrow = FrameWriter.narrow(SCHEMA).write("e-1", "c-1", TIME, FULL);
        assertThat(narrow.length).isEqualTo(FrameWriter.precise(SCHEMA).write("e-1", "c-1", TIME, FULL).length - 4 * 4);
        assertThat(event(narrow).fields()).isEqualTo(FULL);
        Values third = with(FULL, 0, 1.0 / 3);
        assertThat(event(FrameWriter.narrow(SCHEMA).write("e-1", "c-1", TIME, third))
                        .fields()
                        .number(0))
                .isEqualTo((float) (1.0 / 3));
    }

    @Test
    void whatIsMissingIsAbsent() {
        Values sparse = with(with(FULL, 1, Double.NaN), 3, Double.NaN);
        Event event = event(FrameWriter.precise(SCHEMA).write("e-1", "c-1", TIME, sparse));
        assertThat(event.fields()).isEqualTo(sparse);
        assertThat(refused(frame -> frame.put(32, (byte) 0)))
                .isEqualTo("MISSING_FIELD|required field is missing: field=amount");
    }

    @Test
    void saysWhatIsWrongWithTheHeader() {
        assertThat(refused(frame -> frame.put(0, (byte) '{')))
                .isEqualTo("UNKNOWN_FORMAT|value is not a tensor frame: first bytes=7b 52 46 52 01 00 00 00");
        assertThat(refused(frame -> frame.put(4, (byte) 2)))
                .isEqualTo("UNKNOWN_FORMAT|frame has another version: version=2, known=1");
        assertThat(refused(frame -> frame.put(5, (byte) 6)))
                .isEqualTo("UNKNOWN_FORMAT|frame sets bits that have no meaning: flags=6, known=1, reserved=0");
        assertThat(refused(frame -> frame.putShort(6, (short) 1)))
                .isEqualTo("UNKNOWN_FORMAT|frame sets bits that have no meaning: flags=0, known=1, reserved=1");
        assertThat(refused(frame -> frame.putInt(8, 0x12345678)))
                .matches("UNKNOWN_FORMAT\\|frame was written for other fields: fingerprint=12345678, "
                        + "expected=[0-9a-f]{8}; write it with the fields of the pipeline file, in their order");
        assertThat(refused(frame -> frame.putInt(12, 999)))
                .matches("MALFORMED\\|frame has another length than it says: bytes=\\d+, expected=999");
        assertThat(refused(frame -> frame.putInt(24, -1)))
                .startsWith("MALFORMED|texts of the frame have another length than it says: ");
        assertThat(refused(frame -> frame.putShort(TEXT_LENGTHS_AT, (short) -1)))
                .startsWith("MALFORMED|texts of the frame have another length than it says: ");
        assertThat(refused(frame -> frame.put(32, (byte) 0xff)))
                .isEqualTo("MALFORMED|frame marks fields as present that are not declared: declared=7");
    }

    @Test
    void isRefusedWhereverItIsCut() {
        byte[] frame = FrameWriter.precise(SCHEMA).write("e-1", "c-1", TIME, FULL);
        for (int length = 1; length < frame.length; length++) {
            String expected = length < 4 ? "UNKNOWN_FORMAT" : "MALFORMED";
            assertThat(outcome(decoder.decode(raw(Arrays.copyOf(frame, length))).get(0)))
                    .as("length=%d", length)
                    .startsWith(expected);
        }
        assertThat(outcome(decoder.decode(raw(Arrays.copyOf(frame, frame.length + 1)))
                        .get(0)))
                .startsWith("MALFORMED");
    }

    @Test
    void saysWhatIsWrongWithAValue() {
        assertThat(refused(frame -> frame.putDouble(NUMBERS_AT, Double.NaN)))
                .isEqualTo("NOT_FINITE|field=amount, value=NaN");
        assertThat(refused(frame -> frame.putDouble(NUMBERS_AT, -1)))
                .isEqualTo("OUT_OF_RANGE|field=amount, value=-1.0, min=0.0");
        assertThat(refused(frame -> frame.putDouble(NUMBERS_AT + 8, Double.NEGATIVE_INFINITY)))
                .isEqualTo("NOT_FINITE|field=balance, value=-Infinity");
        assertThat(refused(frame -> frame.putDouble(NUMBERS_AT + 16, 0.5)))
                .isEqualTo("WRONG_TYPE|field=visits, type=int, found=number 0.5");
        assertThat(refused(frame -> frame.putDouble(NUMBERS_AT + 16, 1e30)))
                .isEqualTo("OUT_OF_RANGE|field=visits, value=1.0E30, type=int cannot hold it");
        assertThat(refused(frame -> frame.putDouble(NUMBERS_AT + 24, 2)))
                .isEqualTo("WRONG_TYPE|field=member, type=bool, found=number 2.0");
        assertThat(refused(frame -> frame.putFloat(NUMBERS_AT + 32 + 4, Float.NaN)))
                .isEqualTo("NOT_FINITE|field=embedding, value=NaN");
        assertThat(refused(frame -> frame.putLong(16, -1)))
                .isEqualTo("BAD_TIME|time is negative: field=at, value=-1, min=0");
        assertThat(refused(frame -> frame.put(ID_AT, (byte) 0xff)))
                .isEqualTo("BAD_ENCODING|text is not UTF-8: field=event_id");
        assertThat(refused(frame -> frame.put(ID_AT, (byte) 0)))
                .startsWith("BAD_ENCODING|text holds U+0000 or half of a surrogate pair: field=event_id");
        assertThat(refused(frame -> frame.put(ID_AT + 3 + 3, (byte) 'W')))
                .isEqualTo("NOT_ALLOWED|field=channel, value=\"Web\", allowed=[phone, shop, web]");
    }

    @Test
    void anEmptyKeyIsAMissingKey() {
        byte[] frame = FrameWriter.precise(SCHEMA).write("e-1", "", TIME, FULL);
        assertThat(outcome(decoder.decode(raw(frame)).get(0)))
                .isEqualTo("MISSING_FIELD|key is missing: field=customer");
    }

    @Test
    void theWriterRefusesWhatDoesNotFit() {
        assertThatThrownBy(() -> FrameWriter.narrow(SCHEMA).write("e", "c", TIME, with(FULL, 1, 1e300)))
                .hasMessage("number does not fit into a narrow frame: field=balance, value=1.0E300, "
                        + "max=3.4028235E38; use a precise one");
        Values shortVector = new Values(new double[7], new @Nullable String[7], new float @Nullable [][] {
            null, null, null, null, null, null, {1}
        });
        assertThatThrownBy(() -> FrameWriter.precise(SCHEMA).write("e", "c", TIME, shortVector))
                .hasMessage("vector has another length than declared: field=embedding, elements=1, length=8");
        Values longText = new Values(
                new double[7],
                new @Nullable String[] {null, null, null, null, null, "n".repeat(70_000), null},
                new float @Nullable [7][]);
        assertThatThrownBy(() -> FrameWriter.precise(SCHEMA).write("e", "c", TIME, longText))
                .hasMessage("text does not fit into a frame: field=note, bytes=70000, max=65535");
    }

    private String refused(Consumer<ByteBuffer> change) {
        byte[] frame = FrameWriter.precise(SCHEMA).write("e-1", "c-1", TIME, FULL);
        change.accept(ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN));
        return outcome(decoder.decode(raw(frame)).get(0));
    }

    private static String outcome(Decoded decoded) {
        return decoded.fold(event -> "accepted", rejection -> rejection.reason() + "|" + rejection.detail());
    }

    private Event event(byte[] frame) {
        Decoded decoded = decoder.decode(raw(frame)).get(0);
        assertThat(decoded).isInstanceOf(Event.class);
        return (Event) decoded;
    }

    private static Values with(Values values, int column, double number) {
        double[] numbers = new double[values.size()];
        @Nullable String[] texts = new @Nullable String[values.size()];
        float @Nullable [][] vectors = new float[values.size()] @Nullable [];
        for (int i = 0; i < values.size(); i++) {
            numbers[i] = i == column ? number : values.number(i);
            texts[i] = values.text(i);
            vectors[i] = values.vector(i);
        }
        return new Values(numbers, texts, vectors);
    }

    private static RawEvent raw(byte[] value) {
        return new RawEvent(new Position("events", 0, 1), -1, null, value, List.of());
    }
}
