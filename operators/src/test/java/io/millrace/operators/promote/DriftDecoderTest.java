package io.millrace.operators.promote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.operators.record.Drift;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftDecoderTest {

    @Test
    void readsTheExampleOfThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/messages.md"));
        int section = page.indexOf("### Drift");
        int begin = page.indexOf("```json", section) + "```json".length();
        assertThat(DriftDecoder.decode(
                        page.substring(begin, page.indexOf("```", begin)).getBytes(UTF_8), 77))
                .isEqualTo(new Drift(
                        "house-price",
                        "sqft_living",
                        "psi",
                        Drift.State.LEFT,
                        "2026-11-23T12:03:00Z",
                        Map.of("value", 0.41, "bound", 0.25, "rows", 5800.0, "reference_rows", 10000.0),
                        77));
    }

    @Test
    void needsNoMoreThanAModelAndAState() throws IOException {
        Drift drift =
                decode("{\"model\":\"m\",\"state\":\"back\",\"feature\":null,\"more\":[{\"x\":1}],\"sure\":true}");
        assertThat(drift).isEqualTo(new Drift("m", null, null, Drift.State.BACK, null, Map.of(), Drift.NO_TIME));
        assertThat(drift.what()).isEqualTo("the model");
    }

    @Test
    void passesOverNumbersThatAreNoneAndTooMany() throws IOException {
        StringBuilder many = new StringBuilder("{\"model\":\"m\",\"state\":\"left\",\"huge\":1e999");
        for (int i = 0; i < 100; i++) {
            many.append(",\"n").append(i).append("\":").append(i);
        }
        assertThat(decode(many.append('}').toString()).numbers())
                .hasSize(32)
                .doesNotContainKey("huge")
                .containsEntry("n31", 31.0);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("", "value is no JSON object"),
                arguments("[1]", "value is no JSON object"),
                arguments("{\"model\":", "value is not JSON: "),
                arguments("{\"state\":\"left\"}", "field is missing: field=model"),
                arguments("{\"model\":\"\",\"state\":\"left\"}", "field is missing: field=model"),
                arguments("{\"model\":\"m\"}", "field is missing: field=state"),
                arguments("{\"model\":7,\"state\":\"left\"}", "field is no text: field=model, found=7.0"),
                arguments("{\"model\":\"m\",\"state\":true}", "field is no text: field=state, found=VALUE_TRUE"),
                arguments("{\"model\":\"m\",\"state\":\"gone\"}", "state is not known: state=gone, known=left, back"),
                arguments("{\"model\":\"m\",\"model\":\"n\",\"state\":\"left\"}", "value is not JSON: Duplicate"),
                arguments("{\"model\":\"m\",\"state\":\"left\"} {}", "something follows the object"),
                arguments("{\"model\":\"m\",\"state\":\"left\",\"x\":" + "[".repeat(40), "value is not JSON: "));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void saysWhatIsWrong(String value, String problem) {
        assertThatThrownBy(() -> decode(value)).isInstanceOf(IOException.class).hasMessageStartingWith(problem);
    }

    @Test
    void refusesAValueThatIsTooLarge() {
        assertThatThrownBy(() -> DriftDecoder.decode(new byte[70_000], 1))
                .hasMessage("value is too large: bytes=70000, max=65536");
    }

    private static Drift decode(String value) throws IOException {
        return DriftDecoder.decode(value.getBytes(UTF_8), Drift.NO_TIME);
    }
}
