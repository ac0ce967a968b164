package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.bind.ConfigException;
import io.millrace.config.bind.Document;
import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file, reading ends with a pipeline or with a list of problems. */
class HostileFilesTest {
    private static final Path EVERYTHING = Path.of("src/test/resources/pipelines/everything.yaml");
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "\n",
        "  ",
        "\t",
        "'",
        "\"",
        "|",
        ">",
        "&a ",
        "*a",
        "!!",
        "?",
        "#",
        "~",
        "0",
        "-1",
        "1e999",
        "\u0000",
        "\uFEFF",
        "\uD83D\uDE00",
        "${env:X}",
        "null",
        "true",
        "...",
        "---",
        "%"
    };
    private static final Environment ENVIRONMENT =
            Environment.of(Map.of("KAFKA_PASSWORD", "a", "CERTIFICATES", "b", "TRUST_PASSWORD", "c"));

    @Test
    void endWithProblemsAndNeverOtherwise() throws IOException {
        String correct = Files.readString(EVERYTHING);
        int refused = 0;
        for (int seed = 0; seed < 300; seed++) {
            refused += refused(spoilt(correct, new Random(seed)), seed) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(200);
    }

    private static boolean refused(String yaml, int seed) {
        try {
            Document document =
                    Document.read(yaml.getBytes(StandardCharsets.UTF_8), "seed " + seed, PipelineKeys.SHAPE);
            PipelineKeys.bind(document.root(), ENVIRONMENT, new ViewFiles(EVERYTHING, ENVIRONMENT, new Problems()));
            document.finish();
            return false;
        } catch (ConfigException e) {
            assertThat(e).hasMessageStartingWith("seed " + seed + ": ");
            return true;
        } catch (RuntimeException e) {
            throw new AssertionError("seed=" + seed + "\n" + yaml, e);
        }
    }

    private static String spoilt(String yaml, Random random) {
        StringBuilder text = new StringBuilder(yaml);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(text.length());
            if (random.nextInt(3) == 0) {
                text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
            } else {
                text.insert(at, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
