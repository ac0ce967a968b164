package io.millrace.operators.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonGateTest {
    private static final int MAX_DEPTH = 3;

    @Test
    void judgesUtf8AsJavaDoes() {
        byte[] pool = {'a', '{', -128, -1, -62, -32, -19, -16, -12, -96, -97, -112, -113, -65, 0x7f, -64};
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = pool[random.nextInt(pool.length)];
            }
            assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0)
                    .as("seed=%d", seed)
                    .isEqualTo(valid(bytes));
        }
        byte[] text = "aé日😀".getBytes(UTF_8);
        assertThat(Utf8.firstInvalid(text, 0, text.length)).isEqualTo(-1);
        assertThat(Utf8.firstInvalid(text, 0, text.length - 1)).isEqualTo(6);
    }

    @Test
    void measuresDepthAsASlowReaderDoes() {
        String[] pool = {"{", "}", "[", "]", "\"", "\\\"", "a", "é", " "};
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("{");
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(pool[random.nextInt(pool.length)]);
            }
            assertThat(admits(text.toString()))
                    .as("seed=%d, text=%s", seed, text)
                    .isEqualTo(depth(text) <= MAX_DEPTH);
        }
    }

    private static boolean admits(String text) {
        EventShape shape = new EventShape(PoisonPipeline.events(EventsConfig.Format.JSON), new ManualTicker());
        byte[] value = text.getBytes(UTF_8);
        EventDraft draft = new EventDraft(shape, new RawEvent(new Position("t", 0, 0), -1, null, value, List.of()));
        return new JsonGate(MAX_DEPTH).admits(value, draft);
    }

    private static int depth(CharSequence text) {
        int depth = 0;
        int greatest = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (inString) {
                i += each == '\\' ? 1 : 0;
                inString = each != '"';
            } else {
                inString = each == '"';
                depth += each == '{' || each == '[' ? 1 : each == '}' || each == ']' ? -1 : 0;
                greatest = Math.max(greatest, depth);
            }
        }
        return greatest;
    }

    private static boolean valid(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
