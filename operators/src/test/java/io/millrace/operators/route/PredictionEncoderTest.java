package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.ModelConfig.Task;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PredictionEncoderTest {
    private static final String IDENTITY = "{\"prediction_id\":\"listings-3-42\",\"event_id\":\"7129300520\","
            + "\"key\":\"98178\",\"event_time\":\"2014-10-13T00:00:00Z\",\"model\":\"house-price\",\"version\":7,"
            + "\"artefact\":\"0123456789ab\",\"variant\":\"champion\",\"propensity\":1.0,";
    private static final String REST = "\"features\":{\"status\":\"STALE\",\"age_ms\":86400000,\"degraded\":false},"
            + "\"review\":{\"flag\":false,\"reason\":null},"
            + "\"micros\":{\"queue\":812,\"enrich\":14,\"model\":391},\"batch\":32}";

    @Test
    void writesARegression() {
        assertThat(json(Task.REGRESSION, 512_345.6f))
                .isEqualTo(IDENTITY + "\"output\":{\"price\":512345.6},\"confidence\":null," + REST);
    }

    @Test
    void writesTheProbabilityOfABinaryTask() {
        assertThat(json(Task.BINARY, 0.25f))
                .isEqualTo(IDENTITY + "\"output\":{\"probability\":0.25},\"confidence\":0.75," + REST);
    }

    @Test
    void writesTheProbabilitiesOfAllClasses() {
        assertThat(json(Task.MULTICLASS, 0.125f, 0.625f, 0.25f))
                .isEqualTo(IDENTITY + "\"output\":{\"class\":1,\"classes\":[0.125,0.625,0.25]},\"confidence\":0.625,"
                        + REST);
    }

    @Test
    void writesAVector() {
        assertThat(json(Task.VECTOR, 1.5f, -2))
                .isEqualTo(IDENTITY + "\"output\":{\"price\":[1.5,-2.0]},\"confidence\":null," + REST);
    }

    @Test
    void repeatsTheInputsOnlyWhenAsked() {
        PredictionEncoder encoder =
                new PredictionEncoder(Predictions.withInputs(Predictions.settings(Task.REGRESSION)));
        assertThat(text(encoder.encode(Predictions.prediction(42, 1), null)))
                .endsWith("\"batch\":32,\"inputs\":{\"sqft\":1180.5,\"bedrooms\":3,\"waterfront\":true,"
                        + "\"zip\":\"98178\",\"photo\":[0.5,-1.0],\"market.median\":null}}");
    }

    @Test
    void saysWhyAPersonShouldLook() {
        PredictionEncoder encoder = new PredictionEncoder(Predictions.settings(Task.REGRESSION));
        assertThat(text(encoder.encode(Predictions.prediction(42, 1), ReviewRequest.Cause.AUDIT)))
                .contains("\"review\":{\"flag\":true,\"reason\":\"AUDIT\"}");
    }

    @Test
    void carriesCloudEventHeadersAndTheTrace() {
        Outbound outbound = new PredictionEncoder(Predictions.settings(Task.REGRESSION))
                .encode(Predictions.prediction(42, 1), null);
        assertThat(outbound.key()).isEqualTo("98178".getBytes(UTF_8));
        assertThat(headers(outbound))
                .isEqualTo("ce_specversion=1.0, ce_id=listings-3-42, ce_source=/millrace/house-prices/predictions, "
                        + "ce_type=io.millrace.predictions.v1, content-type=application/json, "
                        + "ce_time=2014-10-13T00:00:00Z, traceparent=00-4bf9-00f0-01");
    }

    @Test
    void writesEachPredictionForItselfWhateverItsTexts() {
        PredictionEncoder encoder = new PredictionEncoder(Predictions.settings(Task.REGRESSION));
        Prediction odd = Predictions.prediction(Predictions.event(1, new float[2], "q\"\u0001\uD83D\uDE00é\uD800"), 1);
        String first = text(encoder.encode(odd, null));
        String second = text(encoder.encode(Predictions.prediction(42, 2), null));
        assertThat(first)
                .contains("\"key\":\"q\\\"\\u0001\\uD83D\\uDE00é\\uD800\"")
                .startsWith("{")
                .endsWith("}");
        assertThat(second).startsWith(IDENTITY).endsWith(REST);
    }

    private static String json(Task task, float... outputs) {
        return text(
                new PredictionEncoder(Predictions.settings(task)).encode(Predictions.prediction(42, outputs), null));
    }

    static String text(Outbound outbound) {
        return new String(Objects.requireNonNull(outbound.value()), UTF_8);
    }

    static String headers(Outbound outbound) {
        return outbound.headers().stream()
                .map(header -> header.name() + "=" + new String(Objects.requireNonNull(header.value()), UTF_8))
                .collect(Collectors.joining(", "));
    }
}
