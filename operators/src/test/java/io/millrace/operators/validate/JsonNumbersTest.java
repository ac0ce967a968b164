package io.millrace.operators.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonNumbersTest {

    @Test
    void isExactlyWhatJavaReads() {
        Random random = new Random(11);
        int exact = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = text(random);
            char[] padded = ("xx" + text + "y").toCharArray();
            double value = JsonNumbers.exact(padded, 2, text.length());
            if (!Double.isNaN(value)) {
                exact++;
                assertThat(Double.doubleToRawLongBits(value))
                        .as("text=%s", text)
                        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
            }
        }
        assertThat(exact).isGreaterThan(50_000);
    }

    @Test
    void leavesTheRestToTheParser() {
        for (String text : new String[] {"1e5", "NaN", "Infinity", "1234567890.1234567", "0.0000000000000001"}) {
            assertThat(JsonNumbers.exact(text.toCharArray(), 0, text.length()))
                    .as(text)
                    .isNaN();
        }
        assertThat(JsonNumbers.exact(new char[] {'-', '0'}, 0, 2)).isEqualTo(-0.0);
    }

    private static String text(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.toString(random.nextGaussian());
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> String.format(Locale.ROOT, "%." + random.nextInt(12) + "f", random.nextGaussian() * 1e4);
            default ->
                (random.nextBoolean() ? "-" : "") + random.nextInt(1_000) + "." + "0".repeat(random.nextInt(12))
                        + random.nextInt(1_000);
        };
    }
}
