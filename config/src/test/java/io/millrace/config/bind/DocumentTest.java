package io.millrace.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTest {
    private static final Key<String> OWNER = Key.required("owner", Type.text(), "who answers for it");
    private static final Key<Integer> MAX_SIZE = Key.of("max-size", Type.integer(1, 1000), 256, "most rows");
    private static final Key<Duration> MAX_DELAY =
            Key.of("max-delay", Type.duration(Duration.ZERO, Duration.ofMinutes(1)), Duration.ZERO, "longest wait");
    private static final Key<Integer> CAPACITY =
            Key.derived("capacity", Type.integer(2, 100_000), "4 * max-size", "most rows held");
    private static final Shape BATCHING_SHAPE = Shape.of(MAX_SIZE, MAX_DELAY, CAPACITY)
            .retiring(Shape.Retired.renamed("size", "batching.max-size"), Shape.Retired.unsupported("shared"));
    private static final Key<Section> BATCHING =
            Key.optional("batching", Type.section(BATCHING_SHAPE), "how rows are gathered");
    private static final Key<String> PASSWORD = Key.optional(
                    "password", Type.text(Pattern.compile("[a-z]+"), "lower-case letters"), "a secret")
            .secret();
    private static final Key<Double> MEAN = Key.required("mean", Type.number(), "average");
    private static final Key<List<String>> VALUES =
            Key.of("values", Type.distinct(Type.text(), 0, 3), List.of(), "vocabulary");
    private static final Shape INPUT_SHAPE = Shape.of(MEAN, VALUES);
    private static final Key<Map<String, Section>> INPUTS = Key.optional(
            "inputs",
            Type.map(Type.text(Pattern.compile("[a-z_]+"), "lower-case letters"), Type.section(INPUT_SHAPE), 1, 10),
            "inputs of the model");
    private static final Key<List<Section>> STEPS =
            Key.optional("steps", Type.list(Type.section(INPUT_SHAPE), 1, 2), "steps");
    private static final Key<Long> BYTES = Key.of("bytes", Type.bytes(0, 1L << 40), 64L << 20, "bound");
    private static final Shape SHAPE = Shape.of(OWNER, BATCHING, PASSWORD, INPUTS, STEPS, BYTES);

    @Test
    void readsEveryKindOfValue() {
        Document document = document("""
                owner: 42
                bytes: 2gb
                batching: { max-size: 10, max-delay: 20ms }
                inputs:
                  sqft_living: { mean: -1.5e3 }
                  zipcode: { mean: 0, values: ['98178', b] }
                steps: [ { mean: 3 } ]
                """);

        assertThat(document.root().get(OWNER)).isEqualTo("42");
        assertThat(document.root().get(BYTES)).isEqualTo(2L << 30);
        Section batching = document.root().get(BATCHING);
        assertThat(batching.get(MAX_SIZE)).isEqualTo(10);
        assertThat(batching.get(MAX_DELAY)).isEqualTo(Duration.ofMillis(20));
        assertThat(batching.get(CAPACITY, () -> 40)).isEqualTo(40);
        Map<String, Section> inputs = document.root().get(INPUTS, Map::of);
        assertThat(inputs.keySet()).containsExactly("sqft_living", "zipcode");
        assertThat(inputs.values()).extracting(input -> input.get(MEAN)).containsExactly(-1500.0, 0.0);
        assertThat(inputs.values())
                .extracting(input -> input.get(VALUES))
                .containsExactly(List.of(), List.of("98178", "b"));
        assertThat(document.root().find(STEPS)).hasSize(1);
        document.finish();
    }

    @Test
    void fillsInDefaults() {
        Document document = document("owner: me\nbatching:\n");

        assertThat(document.root().get(BATCHING).get(MAX_SIZE)).isEqualTo(256);
        assertThat(document.root().find(PASSWORD)).isNull();
        assertThat(document.root().has(BYTES)).isFalse();
        document.finish();
    }

    @Test
    void reportsAllProblemsTogether() {
        Document document = document("""
                password: Hunter2
                bytes: 3 parsecs
                batching:
                  max-size: 0
                  max-delay: 5
                  max-siez: 7
                  size: 1
                  shared: true
                  owner: x
                  bananas: 1
                  capacity:
                inputs:
                  Bad Name: { mean: .nan }
                  good: { values: [a, a, b] }
                steps: [ 1, { mean: 1e999 } ]
                max-delay: 1s
                batching: {}
                """);
        readAll(document);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(document::finish)
                .withMessage("""
                        test.yaml: 19 problems
                          line  1  owner   is missing: who answers for it
                          line  1  password = [REDACTED]   must be lower-case letters
                          line  2  bytes = 3 parsecs   must be a whole number of bytes, or with a unit: kb, mb or gb
                          line  4  batching.max-size = 0   must be between 1 and 1000
                          line  5  batching.max-delay = 5   must be a whole number with a unit: ms, s, m, h or d
                          line  6  batching.max-siez   unknown key; did you mean batching.max-size?
                          line  7  batching.size   is now called batching.max-size
                          line  8  batching.shared   is not supported by this version; remove it
                          line  9  batching.owner   unknown key; did you mean owner?
                          line 10  batching.bananas   unknown key; known here: max-size, max-delay, capacity
                          line 11  batching.capacity   has no value; give one or remove the key
                          line 13  inputs.Bad Name   the name must be lower-case letters
                          line 13  inputs.Bad Name.mean = .nan   must be a number
                          line 14  inputs.good.mean   is missing: average
                          line 14  inputs.good.values[1] = a   is given twice
                          line 15  steps[0] = 1   must be a section of keys and values, not a single value
                          line 15  steps[1].mean = 1e999   must be a number that a double can hold
                          line 16  max-delay   unknown key; did you mean batching.max-delay?
                          line 17  batching   is given twice; first in line 3""");
    }

    @Test
    void refusesWhatIsNoPlainData() {
        assertThat(problemOf("owner: &a me\n"))
                .isEqualTo("  line 1  owner   must not have an anchor (&); write the value out where it is needed");
        assertThat(problemOf("bytes: *a\n"))
                .isEqualTo("  line 1  bytes   must not be an alias (*); write the value out");
        assertThat(problemOf("owner: !!java.net.URL [x]\n")).isEqualTo("  line 1  owner   must not have a tag (!)");
        assertThat(problemOf("owner: me\n---\nowner: you\n"))
                .isEqualTo("  line 2  must hold one document, not several");
        assertThat(problemOf("[1, 2]")).isEqualTo("  line 1  must hold keys and values");
        assertThat(problemOf("")).isEqualTo("  is empty");
        assertThat(problemOf("? [a, b]\n: c\n")).isEqualTo("  line 1  must have single words as keys");
        assertThat(problemOf("owner: me\n  bytes: 3\n")).startsWith("  line 2  is not valid YAML: mapping values");
        assertThat(problemOf("owner: \u0000\n")).startsWith("  is not valid YAML: ");
    }

    @Test
    void boundsDepthAndSizeBeforeTheStackDoes() {
        assertThat(problemOf("owner: " + "[".repeat(100_000))).contains("is nested too deeply: at most 32 levels");
        assertThat(problemOf("#".repeat(Document.MAX_BYTES + 1))).isEqualTo("  is too large: at most 4194304 bytes");
    }

    @Test
    void readsALetterOfTwoCharactersWhereverItStands() {
        for (int before = 1000; before < 1050; before++) {
            String owner = "x".repeat(before) + "\uD83D\uDE00";
            assertThat(document("owner: " + owner).root().get(OWNER)).isEqualTo(owner);
        }
    }

    @Test
    void refusesBytesThatAreNoText() {
        Document document = Document.read(new byte[] {'a', ':', (byte) 0xff}, "test.yaml", SHAPE);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(document::finish)
                .withMessage("test.yaml: 1 problem\n  is not UTF-8 text");
    }

    @Test
    void readsFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "owner: me\n");

        assertThat(Document.read(file, SHAPE).root().get(OWNER)).isEqualTo("me");
    }

    @Test
    void saysThatAFileDoesNotExist() {
        Document document = Document.read(Path.of("no", "such.yaml"), SHAPE);
        readAll(document);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(document::finish)
                .withMessage("no/such.yaml: 1 problem\n  does not exist");
    }

    @Test
    void countsTheProblemsOfSeveralFiles() {
        Problems problems = new Problems();
        Document.read(Path.of("no-b.yaml"), SHAPE, problems);
        Document.read(Path.of("no-a.yaml"), SHAPE, problems);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(problems::throwIfAny)
                .withMessage("""
                        no-a.yaml: 1 problem
                          does not exist
                        no-b.yaml: 1 problem
                          does not exist
                        2 problems in 2 files""");
    }

    @Test
    void knowsWhichKeysAreSound() {
        Document document = document("owner: me\nbatching: { max-size: 0 }\n");
        Section batching = document.root().get(BATCHING);
        batching.get(MAX_SIZE);

        assertThat(batching.sound(MAX_SIZE)).isFalse();
        assertThat(batching.sound(MAX_DELAY)).isTrue();
        assertThat(batching.sound()).isFalse();
        assertThat(document.root().sound(OWNER)).isTrue();
    }

    @Test
    void refusesToReadAnUndeclaredKey() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> document("owner: me\n").root().get(MAX_SIZE))
                .withMessage("key is not declared for this section: key=max-size");
    }

    private static void readAll(Document document) {
        Section root = document.root();
        root.get(OWNER);
        root.find(PASSWORD);
        root.get(BYTES);
        Section batching = root.get(BATCHING);
        batching.get(MAX_SIZE);
        batching.get(MAX_DELAY);
        batching.find(CAPACITY);
        root.get(INPUTS, Map::of).values().forEach(DocumentTest::readInput);
        root.get(STEPS, List::of).forEach(DocumentTest::readInput);
    }

    private static void readInput(Section input) {
        input.get(MEAN);
        input.get(VALUES);
    }

    private static String problemOf(String yaml) {
        Document document = document(yaml);
        try {
            document.finish();
            return "";
        } catch (ConfigException e) {
            assertThat(e.problems()).hasSize(1);
            return String.valueOf(e.getMessage()).lines().skip(1).findFirst().orElse("");
        }
    }

    private static Document document(String yaml) {
        return Document.read(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml", SHAPE);
    }
}
