package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.models.time.ManualTicker;
import io.millrace.models.time.TimeReader;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.PoisonEvents.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonReaderTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final int ROUNDS = 60_000;
    private static final int LONGEST = 4_096;
    private static final byte[] ODD = {
        0, 1, '"', '\\', '{', '}', '[', ']', ',', ':', 'e', '-', '.', '0', '9', ' ', 'n', (byte) 0xc3, -1, 0x7f
    };
    private static final List<String> FIELDS = List.of(
            "\"event_id\":\"e-1\"",
            "\"customer\":\"c-1\"",
            "\"at\":\"2026-11-17T11:59:00Z\"",
            "\"amount\":12.5",
            "\"balance\":-3.25",
            "\"visits\":7",
            "\"member\":true",
            "\"channel\":\"web\"",
            "\"note\":\"n\"",
            "\"embedding\":[1,2,3,4,5,6,7,8.5]",
            "\"unknown\":null");
    private static final String GOOD = object(FIELDS);

    private final EventsConfig events = PoisonPipeline.events(EventsConfig.Format.JSON);
    private final EventShape shape = new EventShape(events, new ManualTicker(NOW));
    private final PlainJsonReader reader = new PlainJsonReader(shape, new TimeReader(events.time()));
    private final JsonEventDecoder decoder = new JsonEventDecoder(shape, events);

    @Test
    void readsNothingElseThanTheParserDoes() {
        List<byte[]> values = new ArrayList<>();
        PoisonEvents poison = new PoisonEvents(NOW);
        for (long seed = 0; seed < 10; seed++) {
            for (Kind kind : Kind.values()) {
                addValue(values, poison.make(kind, seed));
            }
            for (int good = 0; good < 3 * Kind.values().length; good++) {
                addValue(values, poison.good(seed * 1_000 + good));
            }
        }
        int read = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            byte[] value = mutate(values.get((int) (seed % values.size())), new Random(seed));
            RawEvent raw = raw(value);
            Event event = value.length == 0 ? null : reader.read(raw, value);
            if (event != null) {
                assertThat(decoder.parse(raw, value)).as("seed=%d", seed).isEqualTo(event);
                read++;
            }
        }
        assertThat(read).isGreaterThan(ROUNDS / 50);
    }

    @Test
    void readsFieldsInAnyOrder() {
        for (long seed = 0; seed < 1_000; seed++) {
            List<String> fields = new ArrayList<>(FIELDS);
            Collections.shuffle(fields, new Random(seed));
            assertThat(event(object(fields)).fields())
                    .as("seed=%d", seed)
                    .isEqualTo(event(GOOD).fields());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"event_id\":7",
                "\"customer\":12345678901234567890",
                "\"event_id\":\"\u00e9\"",
                "\"customer\":\"\ud83d\ude00\"",
                "\"at\" :\t1794999940000 ",
                "\n\"amount\"\r:  1e2",
                "\"amount\":0.10",
                "\"embedding\":\"1,2,3,4,5,6,7,8.5,\"",
                "\"embedding\":\"1,2,3,4,5,6,-7,1E-4\"",
                "\"embedding\": [ 1 , 2,3,4,5,6,7,8\t] ",
                "\"visits\":7.0",
                "\"visits\":-0",
                "\"visits\":123456789012345678",
                "\"member\":false",
                "\"unknown\":-0.5e+3",
                "\"unknown\":\"\u00e9\""
            })
    void readsPlainEvents(String field) {
        String name = field.substring(field.indexOf('"'), field.indexOf('"', field.indexOf('"') + 1) + 1);
        List<String> fields = new ArrayList<>(FIELDS);
        fields.replaceAll(each -> each.startsWith(name) ? field : each);
        String json = object(fields);
        Event parsed = (Event) decoder.parse(raw(json.getBytes(UTF_8)), json.getBytes(UTF_8));
        Event event = event(json);
        assertThat(List.of(event.id(), event.key(), event.timeMillis(), event.fields()))
                .isEqualTo(List.of(parsed.id(), parsed.key(), parsed.timeMillis(), parsed.fields()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"event_id\":\"e-1\"}",
                "[]",
                "\ufeff{}",
                "{\"event_id\":\"e\\u002d1\"}",
                "{\"x\":{}}",
                "{\"x\":[]}",
                "{\"x\":NaN}",
                "{\"x\":01}",
                "{\"x\":1.}",
                "{\"x\":-}",
                "{\"x\":1e}",
                "{\"x\":tru}",
                "{\"x\":1,}",
                "{\"x\"}",
                "{,}",
                "{\"x\":1} {}"
            })
    void leavesTheRestToTheParser(String json) {
        assertThat(read(json)).isNull();
        String tail = GOOD.substring(0, GOOD.length() - 1) + "," + json.substring(1);
        assertThat(json.startsWith("{\"x\"") ? read(tail) : null).isNull();
    }

    @Test
    void leavesAFieldThatStandsTwiceToTheParser() {
        assertThat(read(GOOD.replace("\"unknown\":null", "\"visits\":7"))).isNull();
    }

    @Test
    void equalCategoriesAreOneText() {
        assertThat(event(GOOD).fields().text(4)).isSameAs(event(GOOD).fields().text(4));
    }

    @Test
    void aCategoryThatIsNotAllowedIsNotKept() {
        for (int i = 0; i < 3; i++) {
            assertThat(read(GOOD.replace("\"web\"", "\"moon\""))).isNull();
        }
    }

    @Test
    void numbersAreTheNearestDoubles() {
        PlainJsonScanner scanner = new PlainJsonScanner();
        for (long seed = 0; seed < 100_000; seed++) {
            String number = number(new Random(seed));
            String json = "{\"x\":" + number + ",\"y\":\"0123456789abcdef\"}";
            assertThat(scanner.open(json.getBytes(UTF_8))).isTrue();
            assertThat(scanner.passes(new PlainName("x")) && scanner.passes((byte) ':'))
                    .isTrue();
            assertThat(scanner.next())
                    .as("seed=%d, number=%s", seed, number)
                    .isIn(PlainJsonScanner.Token.WHOLE, PlainJsonScanner.Token.DECIMAL);
            assertThat(scanner.ascii()).isEqualTo(number);
            assertThat(Double.doubleToRawLongBits(scanner.value()))
                    .as("seed=%d, number=%s", seed, number)
                    .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(number)));
        }
    }

    @Test
    void readsVectorsAsTheParserDoes() {
        int read = 0;
        for (long seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            boolean last = random.nextBoolean();
            String embedding = "\"embedding\":" + vector(random);
            String json = last
                    ? GOOD.replaceAll("\"embedding.*", embedding) + "}"
                    : GOOD.replaceAll("\"embedding\".*]", embedding);
            read += readsAsTheParserDoes(seed, json) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(20_000);
    }

    @Test
    void readsNumbersAsTheParserDoes() {
        int read = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            String space = random.nextInt(4) == 0 ? " " : "";
            String number = random.nextInt(10) == 0 ? number(random) : decimal(random);
            String end = random.nextInt(10) == 0
                    ? List.of("e1", ".", "x", " ", "E-2").get(random.nextInt(5))
                    : "";
            String json = GOOD.replace("\"balance\":-3.25", "\"balance\":" + space + number + end);
            read += readsAsTheParserDoes(seed, json) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(15_000);
    }

    /** Whether it reads the event at all. */
    private boolean readsAsTheParserDoes(long seed, String json) {
        byte[] value = json.getBytes(UTF_8);
        RawEvent raw = raw(value);
        Event event = reader.read(raw, value);
        if (event != null) {
            assertThat(decoder.parse(raw, value))
                    .as("seed=%d, json=%s", seed, json)
                    .isEqualTo(event);
        }
        return event != null;
    }

    /** Eight numbers, seldom seven or nine, mostly short decimals, as a list or as a text, with what may stand between them. */
    private static String vector(Random random) {
        boolean text = random.nextBoolean();
        boolean tight = random.nextInt(text ? 10 : 2) > 0;
        String comma = tight ? "," : List.of(", ", " ,", ",  ").get(random.nextInt(3));
        StringBuilder vector = new StringBuilder(text ? "\"" : "[");
        int length = random.nextInt(20) == 0 ? 7 + 2 * random.nextInt(2) : 8;
        for (int i = 0; i < length; i++) {
            vector.append(i == 0 ? "" : comma).append(random.nextInt(10) == 0 ? number(random) : decimal(random));
        }
        return vector.append(random.nextInt(8) == 0 ? "," : "")
                .append(text ? '"' : ']')
                .toString();
    }

    private static String decimal(Random random) {
        String sign = random.nextInt(4) == 0 ? "-" : "";
        int digits = random.nextInt(20) == 0 ? random.nextInt(19) : 1 + random.nextInt(10);
        StringBuilder decimal =
                new StringBuilder(sign).append(random.nextInt(10)).append('.');
        for (int i = 0; i < digits; i++) {
            decimal.append(random.nextInt(10));
        }
        return decimal.toString();
    }

    private static String number(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> Float.toString(random.nextFloat());
            case 1 -> Double.toString(random.nextDouble());
            case 2 -> Long.toString(random.nextLong());
            case 3 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7fefffffffffffffL));
            case 4 -> random.nextInt(1_000) + "." + "0".repeat(random.nextInt(30)) + random.nextInt(1_000_000);
            case 5 -> random.nextInt() + "e" + (random.nextInt(60) - 30);
            default -> "-" + random.nextInt(10_000) + "." + random.nextInt(10_000);
        };
    }

    private Event event(String json) {
        return Objects.requireNonNull(read(json), json);
    }

    private @Nullable Event read(String json) {
        byte[] value = json.getBytes(UTF_8);
        return reader.read(raw(value), value);
    }

    private static String object(List<String> fields) {
        return "{" + String.join(",", fields) + "}";
    }

    private static void addValue(List<byte[]> values, RawEvent event) {
        byte[] value = event.value();
        if (value != null) {
            values.add(Arrays.copyOf(value, Math.min(value.length, LONGEST)));
        }
    }

    private static byte[] mutate(byte[] value, Random random) {
        byte[] mutated = value.clone();
        for (int i = random.nextInt(3); i > 0 && mutated.length > 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 1, 2 -> mutated[at] = ODD[random.nextInt(ODD.length)];
                default -> mutated = cut(mutated, at, Math.min(mutated.length, at + 1 + random.nextInt(4)));
            }
        }
        return mutated;
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        byte[] rest = new byte[bytes.length - (to - from)];
        System.arraycopy(bytes, 0, rest, 0, from);
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }

    private static RawEvent raw(byte[] value) {
        return new RawEvent(new Position("poisoned", 0, 0), -1, null, value, List.of());
    }
}
