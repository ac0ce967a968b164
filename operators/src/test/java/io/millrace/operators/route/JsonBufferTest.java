package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBufferTest {
    private static final int ROUNDS = 20_000;

    private final JsonBuffer json = new JsonBuffer();
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void writesObjectsAndLists() {
        json.openObject();
        json.name(new JsonName("a"));
        json.number(Long.MIN_VALUE);
        json.name(new JsonName("q\"\u00e9"));
        json.openObject();
        json.name(new JsonName("none"));
        json.nothing();
        json.name(new JsonName("text"));
        json.text(null);
        json.closeObject();
        json.name(new JsonName("list"));
        json.openList();
        json.truth(true);
        json.comma();
        json.truth(false);
        json.closeList();
        json.name(new JsonName("object", "first"));
        json.truth(true);
        json.closeObject();
        json.closeObject();
        assertThat(text())
                .isEqualTo("{\"a\":-9223372036854775808,\"q\\\"\u00e9\":{\"none\":null,\"text\":null},"
                        + "\"list\":[true,false],\"object\":{\"first\":true}}");
    }

    @Test
    void escapesWhatJsonDemandsAndHalvesOfSurrogatePairs() {
        json.text("\b\t\n\f\r\"\\\u0000\u001f\u007f\u00e9\u20ac\ud83d\ude00\ud800");
        assertThat(text())
                .isEqualTo("\"\\b\\t\\n\\f\\r\\\"\\\\\\u0000\\u001F\u007f\u00e9\u20ac\\uD83D\\uDE00\\uD800\"");
    }

    @Test
    void saysWhatIsNoNumber() {
        json.number(Double.NaN);
        json.number(Float.NEGATIVE_INFINITY);
        assertThat(text()).isEqualTo("\"NaN\"\"-Infinity\"");
    }

    @Test
    void textsAndNumbersReadBackAsTheyWere() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            String text = text(random);
            double number = Double.longBitsToDouble(random.nextLong() & 0x7fefffffffffffffL);
            float small = Float.intBitsToFloat(random.nextInt() & 0x7f7fffff);
            json.clear();
            json.openList();
            json.text(text);
            json.comma();
            json.number(number);
            json.comma();
            json.number(small);
            json.comma();
            json.number((long) random.nextInt());
            json.closeList();
            JsonNode read = mapper.readTree(json.bytes());
            assertThat(read.get(0).textValue()).as("seed=%d", seed).isEqualTo(text);
            assertThat(read.get(1).doubleValue()).as("seed=%d", seed).isEqualTo(number);
            assertThat(read.get(2).floatValue()).as("seed=%d", seed).isEqualTo(small);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int limit = random.nextBoolean() ? 0x80 : Character.MIN_SURROGATE;
        for (int length = random.nextInt(random.nextInt(50) == 0 ? 3_000 : 20); length > 0; length--) {
            text.append((char) random.nextInt(limit));
        }
        return text.toString();
    }

    private String text() {
        return new String(json.bytes(), UTF_8);
    }
}
