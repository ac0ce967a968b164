package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventDecoderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String GOOD = "{\"event_id\":\"e-1\",\"customer\":\"c-1\",\"at\":\"2026-11-23T11:59:00Z\","
            + "\"amount\":12.5,\"balance\":-3.25,\"visits\":7,\"member\":true,\"channel\":\"web\",\"note\":\"n\","
            + "\"embedding\":[1,2,3,4,5,6,7,8.5]}";

    private final EventDecoder decoder =
            EventDecoder.of(PoisonPipeline.events(EventsConfig.Format.JSON), new ManualTicker(NOW.toEpochMilli()));

    @Test
    void readsEveryTypeOfField() {
        Event event = event(GOOD);
        assertThat(event.id()).isEqualTo("e-1");
        assertThat(event.key()).isEqualTo("c-1");
        assertThat(Instant.ofEpochMilli(event.timeMillis())).isEqualTo("2026-11-23T11:59:00Z");
        assertThat(event.fields().number(0)).isEqualTo(12.5);
        assertThat(event.fields().number(1)).isEqualTo(-3.25);
        assertThat(event.fields().number(2)).isEqualTo(7);
        assertThat(event.fields().number(3)).isEqualTo(1);
        assertThat(event.fields().text(4)).isEqualTo("web");
        assertThat(event.fields().text(5)).isEqualTo("n");
        assertThat(event.fields().vector(6)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8.5f);
    }

    @Test
    void optionalFieldsMayBeAbsentOrNull() {
        Event event = event(
                GOOD.replace("\"balance\":-3.25,", "").replace("true", "null").replace("\"n\"", "null"));
        assertThat(event.fields().number(1)).isNaN();
        assertThat(event.fields().number(3)).isNaN();
        assertThat(event.fields().text(5)).isNull();
    }

    @Test
    void wholeNumbersMayStandForIdsKeysAndCategories() {
        Event event = event(GOOD.replace("\"e-1\"", "7129300520")
                .replace("\"c-1\"", "98178")
                .replace("\"n\"", "42"));
        assertThat(event.id()).isEqualTo("7129300520");
        assertThat(event.key()).isEqualTo("98178");
        assertThat(event.fields().text(5)).isEqualTo("42");
    }

    @Test
    void wholeNumbersMayBeWrittenWithAPoint() {
        assertThat(event(GOOD.replace("\"visits\":7", "\"visits\":7.0"))
                        .fields()
                        .number(2))
                .isEqualTo(7);
        assertThat(event(GOOD.replace("\"visits\":7", "\"visits\":7e3"))
                        .fields()
                        .number(2))
                .isEqualTo(7_000);
        assertThat(event(GOOD.replace("\"visits\":7", "\"visits\":-9223372036854775808"))
                        .fields()
                        .number(2))
                .isEqualTo(-0x1p63);
    }

    @Test
    void whiteSpaceAndOtherScriptsAreFine() {
        Event event = event(
                " \r\n\t" + GOOD.replace("\"n\"", "\"日本 \\uD83D\\uDE00 é\"").replace(",", " ,\n") + "\n");
        assertThat(event.fields().text(5)).isEqualTo("日本 😀 é");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "12.5|-1|OUT_OF_RANGE|field=amount, value=-1.0, min=0.0",
                "12.5|2e6|OUT_OF_RANGE|field=amount, value=2000000.0, max=1000000.0",
                "12.5|1e400|OUT_OF_RANGE|`field=amount, value=\"1e400\", type=float cannot hold it`",
                "12.5|NaN|NOT_FINITE|`field=amount, value=\"NaN\"`",
                "-3.25|-Infinity|NOT_FINITE|`field=balance, value=\"-Infinity\"`",
                "12.5|`\"12\"`|WRONG_TYPE|`field=amount, type=float, found=text \"12\"`",
                ":7|:7.5|WRONG_TYPE|`field=visits, type=int, found=number \"7.5\"`",
                ":7|:9223372036854775808|OUT_OF_RANGE|`field=visits, value=\"9223372036854775808\", type=int cannot hold it`",
                ":7|:1e30|OUT_OF_RANGE|`field=visits, value=\"1e30\", type=int cannot hold it`",
                "true|1|WRONG_TYPE|`field=member, type=bool, found=number \"1\"`",
                "true|{}|WRONG_TYPE|field=member, type=bool, found=object",
                "`\"web\"`|`\"fax\"`|NOT_ALLOWED|`field=channel, value=\"fax\", allowed=[phone, shop, web]`",
                "`\"web\"`|1.5|WRONG_TYPE|`field=channel, type=category, found=number \"1.5\"`",
                "8.5]|8.5,9]|WRONG_LENGTH|field=embedding, elements>8, length=8",
                "`,8.5]`|]|WRONG_LENGTH|field=embedding, elements=7, length=8",
                "8.5]|1e39]|OUT_OF_RANGE|`field=embedding[7], value=\"1e39\", type=vector cannot hold it`",
                "8.5]|null]|WRONG_TYPE|field=embedding[7], type=number, found=null",
                "8.5]|`\"x\"]`|WRONG_TYPE|`field=embedding[7], type=number, found=text \"x\"`",
                "`\"e-1\"`|null|MISSING_FIELD|id is missing: field=event_id",
                "`\"c-1\"`|`\"\"`|MISSING_FIELD|key is missing: field=customer",
                "`\"c-1\"`|[]|WRONG_TYPE|field=customer, type=text or whole number, found=array",
                "12.5|null|MISSING_FIELD|required field is missing: field=amount",
                "`\"n\"`|`\"a\\u0000\"`|BAD_ENCODING|`text holds U+0000 or half of a surrogate pair: field=note, value=\"a\\u0000\"`",
                "`\"n\"`|`\"\\ud83d\"`|BAD_ENCODING|`text holds U+0000 or half of a surrogate pair: field=note, value=\"\\ud83d\"`",
                "`\"n\"`|`\"n\",\"note\":1`|DUPLICATE_FIELD|field stands more than once: field=note",
                "`\"n\"`|`\"n\",\"x\":{\"y\":[NaN]}`|NOT_FINITE|`field=\"x\", value=NaN`",
            })
    void saysWhatIsWrongWithAField(String old, String changed, String reason, String detail) {
        Rejection rejection = rejection(GOOD.replace(old, changed));
        assertThat(rejection.reason() + "|" + rejection.detail()).isEqualTo(reason + "|" + detail);
        assertThat(rejection.stage()).isEqualTo(Rejection.Stage.VALIDATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3,4,5,6,7,8.5", "1,2,3,4,5,6,7,8.5,", "1.0,2,3,4,5,6,7.0E0,85e-1,"})
    void aVectorMayBeOneTextOfNumbers(String text) {
        Event event = event(GOOD.replace("[1,2,3,4,5,6,7,8.5]", "\"" + text + "\""));
        assertThat(event.fields().vector(6)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8.5f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2|WRONG_LENGTH|field=embedding, elements=2, length=8",
                "''|WRONG_LENGTH|field=embedding, elements=0, length=8",
                "1,2,3,4,5,6,7,8,9|WRONG_LENGTH|field=embedding, elements>8, length=8",
                "1,2,,4,5,6,7,8|WRONG_TYPE|field=embedding[2], type=number, found=text \"\"",
                "1, 2,3,4,5,6,7,8|WRONG_TYPE|field=embedding[1], type=number, found=text \" 2\"",
                "NaN,2,3,4,5,6,7,8|WRONG_TYPE|field=embedding[0], type=number, found=text \"NaN\"",
                "0x1p3,2,3,4,5,6,7,8|WRONG_TYPE|field=embedding[0], type=number, found=text \"0x1p3\"",
                "1.2.3,2,3,4,5,6,7,8|WRONG_TYPE|field=embedding[0], type=number, found=text \"1.2.3\"",
                "1e39,2,3,4,5,6,7,8|OUT_OF_RANGE|field=embedding[0], value=\"1e39\", type=vector cannot hold it",
                "-1e999,2,3,4,5,6,7,8|OUT_OF_RANGE|field=embedding[0], value=\"-1e999\", type=vector cannot hold it",
            })
    void saysWhatIsWrongWithATextOfNumbers(String text, String reason, String detail) {
        Rejection rejection = rejection(GOOD.replace("[1,2,3,4,5,6,7,8.5]", "\"" + text + "\""));
        assertThat(rejection.reason() + "|" + rejection.detail()).isEqualTo(reason + "|" + detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-5|time is negative: field=at, value=-5, min=0",
                "`\"2026-11-23T13:00:00.001Z\"`|`time is too far ahead of the clock: field=at, "
                        + "value=2026-11-23T13:00:00.001Z, max=2026-11-23T13:00:00Z (now + max-future=PT1H)`",
                "`\"soon\\n\"`|`time cannot be read: field=at, value=\"soon\\u000a\", "
                        + "expected=epoch milliseconds or ISO-8601`",
                "1.5|`time cannot be read: field=at, value=\"1.5\", expected=epoch milliseconds or ISO-8601`",
                "9223372036854775808|`time cannot be read: field=at, value=\"9223372036854775808\", "
                        + "expected=epoch milliseconds or ISO-8601`",
            })
    void saysWhatIsWrongWithATime(String changed, String detail) {
        Rejection rejection = rejection(GOOD.replace("\"2026-11-23T11:59:00Z\"", changed));
        assertThat(rejection.reason() + "|" + rejection.detail()).isEqualTo("BAD_TIME|" + detail);
    }

    @Test
    void anEventMayBeExactlyAsFarAheadAsAllowed() {
        assertThat(event(GOOD.replace("11:59:00Z", "13:00:00Z")).timeMillis())
                .isEqualTo(NOW.plusSeconds(3600).toEpochMilli());
    }

    @Test
    void saysWhatIsWrongWithTheBytes() {
        assertThat(refused(null)).isEqualTo("EMPTY|value is null");
        assertThat(refused(new byte[0])).isEqualTo("EMPTY|value has no bytes");
        assertThat(refused(new byte[(1 << 20) + 1]))
                .isEqualTo("TOO_LARGE|value is too large: bytes=1048577, max=1048576");
        assertThat(refused("  \n".getBytes(UTF_8))).isEqualTo("MALFORMED|value holds nothing but white space");
        assertThat(refused("[{}]".getBytes(UTF_8)))
                .isEqualTo("NOT_AN_OBJECT|value is JSON but not an object: found=array");
        assertThat(refused((GOOD + " x").getBytes(UTF_8))).startsWith("MALFORMED|value is not JSON: position=");
        assertThat(refused((GOOD + "{}").getBytes(UTF_8)))
                .isEqualTo("MALFORMED|something follows the object: position=" + GOOD.length());
        assertThat(refused(GOOD.getBytes(UTF_16LE)))
                .isEqualTo("UNKNOWN_FORMAT|value is not JSON: first bytes=7b 00 22 00 65 00 76 00");
        assertThat(refused(new byte[] {0x1f, (byte) 0x8b, 8}))
                .isEqualTo("UNKNOWN_FORMAT|value is not JSON but looks like gzip: first bytes=1f 8b 08");
        assertThat(refused("{\"event_id\":\"\u00e9\"}".getBytes(ISO_8859_1)))
                .isEqualTo("BAD_ENCODING|value is not UTF-8: position=13, byte=0xe9");
        assertThat(refused(("{\"x\":" + "[".repeat(32) + "]".repeat(32) + "}").getBytes(UTF_8)))
                .isEqualTo("TOO_DEEP|value is nested too deep: depth>32, max=32");
    }

    @Test
    void bracketsWithinTextsAreNoDepth() {
        assertThat(event(GOOD.replace("\"n\"", "\"" + "[{\\\"".repeat(100) + "\""))
                        .id())
                .isEqualTo("e-1");
    }

    @Test
    void saysWhatIsTooLong() {
        assertThat(refused(GOOD.replace("\"n\"", '"' + "n".repeat(5_000) + '"').getBytes(UTF_8)))
                .startsWith("TOO_LONG|number, text or name is too long: ");
        assertThat(refused(GOOD.replace("12.5", "1".repeat(5_000)).getBytes(UTF_8)))
                .startsWith("TOO_LONG|number, text or name is too long: ");
    }

    @Test
    void checksHeaders() {
        Header json = new Header("content-type", "application/json; charset=UTF-8".getBytes(UTF_8));
        Header cloud = new Header("content-type", "application/vnd.shop+json".getBytes(UTF_8));
        assertThat(decoder.decode(raw(GOOD.getBytes(UTF_8), List.of(json))).get(0))
                .isInstanceOf(Event.class);
        assertThat(decoder.decode(raw(GOOD.getBytes(UTF_8), List.of(cloud))).get(0))
                .isInstanceOf(Event.class);
        assertThat(refusedWith(List.of(json, cloud)))
                .isEqualTo("BAD_HEADERS|header stands more than once: name=\"content-type\"");
        assertThat(refusedWith(List.of(new Header("content-type", null))))
                .isEqualTo("BAD_HEADERS|header has no value: name=\"content-type\"");
        assertThat(refusedWith(List.of(new Header("x", new byte[20_000]))))
                .isEqualTo("BAD_HEADERS|headers are too large: bytes=20001, max=16384");
        assertThat(refusedWith(List.of(new Header("content-type", "avro/binary".getBytes(UTF_8)))))
                .isEqualTo("UNKNOWN_FORMAT|content type does not fit the declared format: "
                        + "content-type=\"avro/binary\", format=json");
        assertThat(refusedWith(List.of(new Header("content-type", "application/json;charset=latin1".getBytes(UTF_8)))))
                .startsWith("UNKNOWN_FORMAT|");
        assertThat(refusedWith(List.of(new Header("content-type", "application/cloudevents+json".getBytes(UTF_8)))))
                .startsWith("UNKNOWN_FORMAT|");
    }

    @Test
    void oneEventLeavesNothingBehindForTheNext() {
        rejection(GOOD.substring(0, GOOD.length() / 2));
        event(GOOD);
        assertThat(rejection("{\"event_id\":\"e-1\",\"customer\":\"c\",\"at\":0}")
                        .detail())
                .isEqualTo("required field is missing: field=amount");
    }

    private String refused(byte @Nullable [] value) {
        return outcome(decoder.decode(raw(value, List.of())).get(0));
    }

    private String refusedWith(List<Header> headers) {
        return outcome(decoder.decode(raw(GOOD.getBytes(UTF_8), headers)).get(0));
    }

    private static String outcome(Decoded decoded) {
        return decoded.fold(event -> "accepted: " + event, rejection -> rejection.reason() + "|" + rejection.detail());
    }

    private Event event(String json) {
        Decoded decoded = decoder.decode(raw(json.getBytes(UTF_8), List.of())).get(0);
        assertThat(decoded).isInstanceOf(Event.class);
        return (Event) decoded;
    }

    private Rejection rejection(String json) {
        Decoded decoded = decoder.decode(raw(json.getBytes(UTF_8), List.of())).get(0);
        assertThat(decoded).isInstanceOf(Rejection.class);
        return (Rejection) decoded;
    }

    private static RawEvent raw(byte @Nullable [] value, List<Header> headers) {
        return new RawEvent(new Position("events", 0, 1), -1, null, value, headers);
    }
}
