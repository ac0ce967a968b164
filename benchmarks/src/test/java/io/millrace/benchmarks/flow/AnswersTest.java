package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.latency.LatencyMeter;
import io.millrace.config.EventsConfig.Format;
import io.millrace.operators.record.Header;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    private static final long MILLI = 1_000_000;

    private final Gate gate =
            new Gate(new FraudWorkload(Format.JSON), Rig.Promise.OUTPUTS, new Reference(new float[] {0.25f}, 1), 9);
    private final LatencyMeter meter = new LatencyMeter(Duration.ofMillis(100));
    private final Answers answers =
            new Answers(gate, new Answers.Recording(meter, new Parts(Duration.ofMillis(100))), 0);

    @Test
    void measuresFromWhenAnEventWasDue() {
        answers.addEvent(event(1, 0, 200 * MILLI));
        answers.addEvent(event(0, 7, 300 * MILLI));
        answers.addPrediction(prediction(0, "my-events-0-7"), 304 * MILLI);
        answers.addPrediction(prediction(1, "my-events-1-0"), 209 * MILLI);
        assertThat(gate.problem(2)).isEmpty();
        assertThat(meter.percentiles().count()).isEqualTo(2);
        assertThat(meter.percentiles().millis(50)).isBetween(4.0, 4.01);
        assertThat(meter.percentiles().millis(100)).isBetween(9.0, 9.01);
    }

    @Test
    void leavesOutWhatWasDueBeforeTheWarmUpEnded() {
        answers.addEvent(event(0, 0, 99 * MILLI));
        answers.addPrediction(prediction(0, "events-0-0"), 150 * MILLI);
        assertThat(gate.problem(1)).isEmpty();
        assertThat(meter.percentiles().count()).isZero();
    }

    @Test
    void countsAnEventThatNoSenderStampedButMeasuresItNot() {
        answers.addEvent(new RawEvent(new Position("events", 0, 0), 0, null, null, List.of()));
        answers.addPrediction(prediction(0, "events-0-0"), 500 * MILLI);
        assertThat(gate.problem(1)).isEmpty();
        assertThat(meter.percentiles().count()).isZero();
    }

    @Test
    void doesNotTakeTwoAnswersToOneRecord() {
        answers.addEvent(event(0, 0, 200 * MILLI));
        answers.addPrediction(prediction(0, "events-0-0"), 201 * MILLI);
        answers.addPrediction(prediction(1, "events-0-0"), 202 * MILLI);
        assertThat(gate.problem(2)).isEqualTo("event is answered twice: prediction_id=events-0-0, offset=out-0-1");
    }

    private static RawEvent event(int partition, long offset, long due) {
        return new RawEvent(
                new Position("events", partition, offset),
                0,
                null,
                null,
                List.of(new Header("due", Long.toString(due).getBytes(UTF_8))));
    }

    private static RawEvent prediction(long offset, String id) {
        String json = "{\"prediction_id\":\"" + id + "\",\"event_id\":\"p0\",\"output\":{\"probability\":0.25}}";
        return new RawEvent(
                new Position("out", 0, offset),
                0,
                null,
                json.getBytes(UTF_8),
                List.of(new Header("ce_id", id.getBytes(UTF_8))));
    }
}
