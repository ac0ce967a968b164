package io.millrace.operators.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FieldType;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedbackEncoderTest {
    private static final Schema ROW = new Schema(List.of(
            new Column("amount", FieldType.FLOAT, 1),
            new Column("visits", FieldType.INT, 1),
            new Column("channel", FieldType.CATEGORY, 1),
            new Column("embedding", FieldType.VECTOR, 2)));

    @Test
    void theExampleOfTheDocumentationIsWhatIsWritten() throws IOException {
        Outbound record = new FeedbackEncoder("shop", ROW).encode(feedback("web"));

        String page = Files.readString(Path.of("../docs/messages.md")).replaceAll("(?<=[,:])\\s+", "");
        assertThat(page).contains(text(record));
        assertThat(record.key()).isEqualTo("orders-0-7".getBytes(UTF_8));
        assertThat(record.headers().stream()
                        .map(header -> header.name() + "=" + new String(Objects.requireNonNull(header.value()), UTF_8)))
                .containsExactly(
                        "ce_specversion=1.0",
                        "ce_id=orders-0-7~#v-9@2",
                        "ce_source=/millrace/shop/feedback",
                        "ce_type=io.millrace.feedback.v1",
                        "content-type=application/json",
                        "ce_time=2026-11-23T11:59:00Z");
    }

    @Test
    void whatIsAbsentHasNoEvidence() {
        Scored scored = feedback("web").scored();
        Feedback absent = new Feedback(scored, Feedback.Kind.ABSENT, null, null, null, Double.NaN);

        assertThat(text(new FeedbackEncoder("shop", ROW).encode(absent)))
                .contains("\"kind\":\"ABSENT\",\"label\":null,\"replaced\":null,\"maturity\":null,\"model\"");
    }

    @Test
    void leavesOutInputsThatNoBrokerWouldTake() {
        assertThat(text(new FeedbackEncoder("shop", ROW).encode(feedback("x".repeat(1_100_000)))))
                .endsWith("\"inputs\":null}");
    }

    private static Feedback feedback(String channel) {
        Values values = new Values(
                new double[] {12.5, 3, Double.NaN, Double.NaN},
                new @Nullable String[] {null, null, channel, null},
                new float @Nullable [][] {null, null, null, {0.5f, -1}});
        Scored scored = new Scored(
                "orders-0-7",
                "e-1",
                "c-7",
                millis("2026-11-23T11:59:00Z"),
                new ModelStamp("fraud", 3, "9f…", "champion", 1),
                new float[] {0.25f},
                new Scored.Shadow(4, new float[] {0.5f}),
                values);
        Feedback.Evidence evidence = new Feedback.Evidence(
                1,
                "analyst",
                null,
                millis("2026-11-23T12:30:00Z"),
                millis("2026-11-23T12:31:00Z"),
                1_920_000,
                "#v-9@2");
        return new Feedback(scored, Feedback.Kind.CORRECTION, "true", "false", evidence, 0.75);
    }

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private static String text(Outbound record) {
        return new String(Objects.requireNonNull(record.value()), UTF_8);
    }
}
