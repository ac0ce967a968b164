package io.millrace.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlTextTest {
    private static final Key<List<String>> TEXTS =
            Key.required("texts", Type.list(Type.written("any", text -> text, ""), 0, 10_000), "texts");
    private static final Key<List<Double>> NUMBERS =
            Key.required("numbers", Type.list(Type.number(), 0, 10_000), "numbers");
    private static final Shape SHAPE = Shape.of(TEXTS, NUMBERS);

    @Test
    void writesInOrderAndQuotesWhatLooksLikeSomethingElse() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", "house-price");
        document.put("a: b", "two words");
        document.put("version", 3);
        document.put("scale", 1e-4);
        document.put("empty", Map.of());
        document.put("nested", Map.of("log", true));
        document.put("rows", List.of(List.of(1, 2), List.of()));
        document.put("inputs", List.of(Map.of("values", List.of("98178", "True", "~", "", "a\"b\n"))));

        assertThat(YamlText.write(document)).isEqualTo("""
                        name: house-price
                        "a: b": two words
                        version: 3
                        scale: 1.0E-4
                        empty: {}
                        nested:
                          log: true
                        rows:
                          -
                            - 1
                            - 2
                          - []
                        inputs:
                          - values:
                              - "98178"
                              - "True"
                              - "~"
                              - ""
                              - "a\\"b\\n"
                        """);
    }

    @Test
    void writesWhatIsReadBackUnchanged() {
        long seed = 17;
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            texts.add(randomText(random));
            double number = Double.longBitsToDouble(random.nextLong());
            numbers.add(Double.isFinite(number) ? number : i);
        }

        String yaml = YamlText.write(Map.of("texts", texts, "numbers", numbers));

        Document read = Document.read(yaml.getBytes(StandardCharsets.UTF_8), "seed " + seed, SHAPE);
        List<String> textsRead = read.root().get(TEXTS);
        List<Double> numbersRead = read.root().get(NUMBERS);
        read.finish();
        for (int i = 0; i < texts.size(); i++) {
            assertThat(textsRead.get(i)).as("seed=%d, text=%d", seed, i).isEqualTo(texts.get(i));
        }
        assertThat(numbersRead).as("seed=%d", seed).isEqualTo(numbers);
    }

    @Test
    void writesLongTexts() {
        String words = "word ".repeat(100_000);

        String yaml = YamlText.write(Map.of("texts", List.of(words), "numbers", List.of()));

        Document read = Document.read(yaml.getBytes(StandardCharsets.UTF_8), "long", SHAPE);
        assertThat(read.root().get(TEXTS)).containsExactly(words);
    }

    @Test
    void refusesWhatItCannotWrite() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> YamlText.write(Map.of("a", Map.of("b", List.of(Double.NaN)))))
                .withMessage("value cannot be written: path=.a.b[], value=NaN");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> YamlText.write(Map.of("a", Map.of(1, 2))))
                .withMessage("key is no text: path=.a, key=1");
    }

    private static String randomText(Random random) {
        String alphabet = "ab01-:#'\"{}[]&*!|>%@`,? \n\t\\~.é漢\uD83D\uDE00\u0085\u2028";
        int[] letters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }
}
