package io.millrace.operators.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig;
import io.millrace.config.LabelsConfig;
import io.millrace.config.ModelConfig;
import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.time.ManualTicker;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.LabelEvent;
import io.millrace.operators.record.LabelRecord;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelDecoderTest {
    private static final long NOW = Instant.parse("2026-11-23T12:31:00Z").toEpochMilli();
    private static final LabelsConfig LABELS = new LabelsConfig(
            "verdicts",
            new LabelsConfig.Match(LabelsConfig.By.EVENT, "event_id", null),
            new EventsConfig.Time("at", null, ZoneOffset.UTC, Duration.ZERO, Duration.ofHours(1), Duration.ZERO),
            new LabelsConfig.Fields("fraud", "verdict", "by", "who", "revision", "withdrawn", "sure"),
            new LabelsConfig.Waiting(Duration.ofDays(7), Duration.ofMinutes(10)),
            new LabelsConfig.Conflict(LabelsConfig.Policy.LAST_WRITE, List.of(), 1));

    @Test
    void theExampleOfTheDocumentationIsALabel() throws IOException {
        String page = Files.readString(Path.of("../docs/messages.md"));
        Matcher example = Pattern.compile("### Labels.*?```json\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(example.find()).isTrue();

        LabelRecord read = decode(example.group(1), Task.BINARY, TargetTransform.NONE);

        assertThat(read).isInstanceOf(LabelEvent.class);
        LabelEvent event = (LabelEvent) read;
        assertThat(event.target()).isEqualTo("e-1");
        assertThat(event.label())
                .isEqualTo(new Label(
                        "true",
                        1,
                        new Label.Revision("v-9", 2),
                        new Label.Author("analyst", null),
                        new Label.Moment(Instant.parse("2026-11-23T12:30:00Z").toEpochMilli(), NOW),
                        "verdicts-1-5"));
    }

    @Test
    void aLabelMayTakeBackWithoutSayingWhat() {
        LabelEvent event = (LabelEvent) decode(
                "{\"event_id\":7,\"at\":5,\"withdrawn\":true,\"fraud\":null}", Task.BINARY, TargetTransform.NONE);
        assertThat(event.target()).isEqualTo("7");
        assertThat(event.label().retracts()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"at":5,"fraud":1}                                  | MISSING_FIELD | required field is missing: field=event_id
            {"event_id":"e","at":5}                             | MISSING_FIELD | required field is missing: field=fraud
            {"event_id":"e","at":5,"fraud":null}                | MISSING_FIELD | required field is missing: field=fraud
            {"event_id":"e","fraud":1}                          | MISSING_FIELD | required field is missing: field=at
            {"event_id":"e","at":5,"fraud":1,"revision":2}      | MISSING_FIELD | required field is missing: field=verdict
            {"event_id":"e","at":5,"fraud":"x"}                 | WRONG_TYPE | field=fraud, type=number, found=text "x"
            {"event_id":"e","at":5,"fraud":[1]}                 | WRONG_TYPE | field=fraud, type=text, number or boolean, found="array"
            {"event_id":"e","at":5,"fraud":1e999}               | NOT_FINITE | field=fraud, value="1e999"
            {"event_id":"e","at":5,"fraud":0}                   | OUT_OF_RANGE | label has no logarithm: field=fraud, value=0, min=above 0
            {"event_id":1.5,"at":5,"fraud":1}                   | WRONG_TYPE | field=event_id, type=text or whole number, found="1.5"
            {"event_id":"e","at":5,"fraud":1,"sure":2}          | OUT_OF_RANGE | field=sure, value=2, min=above 0, max=1
            {"event_id":"e","at":5,"fraud":1,"withdrawn":1}     | WRONG_TYPE | field=withdrawn, type=boolean, found="1"
            {"event_id":"e","at":5,"fraud":1,"revision":"2"}    | WRONG_TYPE | field=revision, type=whole number, found="2"
            {"event_id":"e","at":true,"fraud":1}                | WRONG_TYPE | field=at, type=time, found="true"
            {"event_id":"e","at":"soon","fraud":1}              | BAD_TIME | time cannot be read, is negative or too far ahead: field=at, value="soon", expected=epoch milliseconds or ISO-8601, max-future=PT1H
            {"event_id":"e","at":5,"fraud":1} x                 | MALFORMED | value is not JSON: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            [1]                                                 | NOT_AN_OBJECT | value is no JSON object
            """)
    void saysExactlyWhatIsWrong(String json, String reason, String detail) {
        LabelRecord read = decode(json, Task.REGRESSION, TargetTransform.LOG);
        assertThat(read).isInstanceOf(LabelRecord.Refused.class);
        Rejection rejection = ((LabelRecord.Refused) read).rejection();
        assertThat(rejection.stage()).isEqualTo(Rejection.Stage.LABEL);
        assertThat(rejection.reason()).hasToString(reason);
        assertThat(rejection.detail()).isEqualTo("label: " + detail);
    }

    @Test
    void refusesATimeTooFarAhead() {
        long latest = NOW + 3_600_000;
        assertThat(decode(at(latest), Task.BINARY, TargetTransform.NONE)).isInstanceOf(LabelEvent.class);
        assertThat(decode(at(latest + 1), Task.BINARY, TargetTransform.NONE)).isInstanceOf(LabelRecord.Refused.class);
    }

    @Test
    void neverThrowsWhateverTheBytesAre() {
        byte[] good = at(5).getBytes(UTF_8);
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(decode(bytes, Task.BINARY, TargetTransform.NONE))
                    .as("seed=%d", seed)
                    .isNotNull();
        }
        assertThat(decode(new byte[0], Task.BINARY, TargetTransform.NONE)).isInstanceOf(LabelRecord.Refused.class);
    }

    private static String at(long millis) {
        return "{\"event_id\":\"e\",\"at\":" + millis + ",\"fraud\":1}";
    }

    private static LabelRecord decode(String json, Task task, TargetTransform transform) {
        return decode(json.getBytes(UTF_8), task, transform);
    }

    private static LabelRecord decode(byte[] json, Task task, TargetTransform transform) {
        ModelConfig model = new ModelConfig("m", "champion", task, "fraud", transform);
        RawEvent raw = new RawEvent(new Position("verdicts", 1, 5), NOW, null, json, List.of());
        return new LabelDecoder(LABELS, model, new ManualTicker(NOW)).decode(raw);
    }
}
