package io.millrace.operators.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.config.EventsConfig;
import io.millrace.config.FieldConfig;
import io.millrace.config.FieldConfig.Encode;
import io.millrace.config.FieldType;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Freshness;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.validate.EventDecoder;
import io.millrace.operators.validate.FrameWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds docs/messages.md against what the code does. */
class MessagesDocTest {
    private static final Instant TIME = Instant.parse("2026-11-23T11:59:00Z");
    private static final List<FieldConfig> FIELDS = List.of(
            field("amount", FieldType.FLOAT, List.of(), 1),
            field("visits", FieldType.INT, List.of(), 1),
            field("channel", FieldType.CATEGORY, List.of("web", "shop", "phone"), 1),
            field("embedding", FieldType.VECTOR, List.of(), 2));
    private static final Values VALUES = new Values(
            new double[] {12.5, 3, Double.NaN, Double.NaN},
            new @Nullable String[] {null, null, "web", null},
            new float @Nullable [][] {null, null, null, {0.5f, -1}});

    private final String page = page();

    @Test
    void theJsonExampleIsTheEvent() {
        isTheEvent(decode(EventsConfig.Format.JSON, blocks("json").get(0).getBytes(UTF_8)));
    }

    @Test
    void theHexExampleIsTheEvent() {
        byte[] frame = frame();
        assertThat(page).contains("as a frame of " + frame.length + " bytes");
        isTheEvent(decode(EventsConfig.Format.FRAME, frame));
        assertThat(frame).isEqualTo(FrameWriter.precise(schema()).write("e-1", "c-7", TIME.toEpochMilli(), VALUES));
    }

    @Test
    void thePythonExampleWritesTheHexExample() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed");
        Process python =
                new ProcessBuilder("/usr/bin/python3", "-c", blocks("python").get(0)).start();
        String hex = new String(python.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(python.waitFor()).isZero();
        assertThat(hex).isEqualTo(HexFormat.of().formatHex(frame()));
    }

    @Test
    void thePredictionExampleIsWhatIsWritten() {
        Outbound outbound = new PredictionEncoder(Predictions.settings(Task.REGRESSION))
                .encode(Predictions.prediction(42, 512_345.6f), null);
        assertThat(blocks("json").get(2).replaceAll("(?<=[,:])\\s+|\\n", ""))
                .isEqualTo(PredictionEncoderTest.text(outbound));
    }

    @Test
    void everyReasonIsExplained() {
        List<String> explained = new ArrayList<>();
        Matcher rows = Pattern.compile("^\\| `([A-Z_]+)` \\| \\S.+ \\| \\S.+ \\|$", Pattern.MULTILINE)
                .matcher(page);
        while (rows.find()) {
            explained.add(rows.group(1));
        }
        List<String> reasons = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            reasons.add(reason.name());
        }
        assertThat(explained).isEqualTo(reasons);
    }

    @Test
    void everyHeaderOfADeadLetterIsExplained() {
        RawEvent raw = new RawEvent(new Position("t", 0, 0), -1, null, new byte[2_000_000], List.of());
        for (Header header : new DeadLetterEncoder("shop")
                .encode(new Rejection(raw, Rejection.Stage.VALIDATE, Reason.TOO_LARGE, "x"))
                .headers()) {
            assertThat(page).contains("`" + header.name() + "`");
        }
    }

    @Test
    void everyHeaderAndFieldOfAnOutputIsExplained() {
        Outbound outbound = new PredictionEncoder(Predictions.settings(Task.REGRESSION))
                .encode(Predictions.prediction(42, 1), null);
        for (Header header : outbound.headers()) {
            assertThat(page).contains("`" + header.name() + "`");
        }
        for (Freshness freshness : Freshness.values()) {
            assertThat(page).contains("`" + freshness + "`");
        }
        assertThat(page).contains("`" + ScoredEncoder.ROWS + "`", "1,040,000 bytes");
        assertThat(Outbound.MAX_BYTES).isEqualTo(1_040_000);
        assertThat(ReviewPolicy.ANSWER_WITHIN).isEqualTo(Duration.ofDays(7));
    }

    private static void isTheEvent(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Event.class);
        Event event = (Event) decoded;
        assertThat(List.of(event.id(), event.key(), event.timeMillis(), event.fields()))
                .isEqualTo(List.of("e-1", "c-7", TIME.toEpochMilli(), VALUES));
    }

    private byte[] frame() {
        StringBuilder hex = new StringBuilder();
        for (String line : blocks("hex").get(0).lines().toList()) {
            hex.append(line.substring(0, line.indexOf("  ")).replace(" ", ""));
        }
        return HexFormat.of().parseHex(hex);
    }

    private List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(page);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static Decoded decode(EventsConfig.Format format, byte[] value) {
        EventsConfig events = new EventsConfig(
                "orders",
                format,
                "event_id",
                "customer",
                new EventsConfig.Time("at", null, ZoneOffset.UTC, Duration.ZERO, Duration.ofHours(1), Duration.ZERO),
                FIELDS,
                new EventsConfig.Limits(1 << 20, 1 << 16, 32, 64, 1 << 16, 1 << 16));
        RawEvent raw = new RawEvent(new Position("orders", 0, 0), -1, null, value, List.of());
        return EventDecoder.of(events, new ManualTicker(TIME.toEpochMilli()))
                .decode(raw)
                .get(0);
    }

    private static Schema schema() {
        return new Schema(FIELDS.stream()
                .map(field -> new Column(field.name(), field.type(), field.length()))
                .toList());
    }

    private static FieldConfig field(String name, FieldType type, List<String> values, int length) {
        return new FieldConfig(name, type, null, null, values, true, length, true, Encode.AUTO);
    }

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "messages.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
