package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.EventsConfig.Format;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GateTest {
    private final Reference reference = new Reference(new float[] {0.25f, 0.5f}, 1);
    private final Gate gate = new Gate(new FraudWorkload(Format.JSON), Rig.Promise.OUTPUTS, reference);

    @Test
    void admitsWhatIsCompleteAndRight() {
        gate.add(record(5, "e-0-0", "p0", "0.25"));
        gate.add(record(3, "e-0-1", "p1", "0.500001"));
        assertThat(gate.problem(2)).isEmpty();
        assertThat(gate.records(3, 5)).isEqualTo(1);
        assertThat(gate.records(3, 6)).isEqualTo(2);
    }

    @Test
    void comparesTheAnswersWithWhatWasReadOfEachPartition() {
        assertThat(gate.problem(Map.of())).isEqualTo("nothing was read");
        gate.add(record(5, "e-0-0", "p0", "0.25"));
        gate.add(record(6, "e-1-0", "p1", "0.5"));
        assertThat(gate.problem(Map.of(0, 1L, 1, 1L))).isEmpty();
        assertThat(gate.problem(Map.of(0, 2L, 1, 1L))).isEqualTo("records=2, expected=3");
        assertThat(gate.problem(Map.of(0, 2L))).isEqualTo("event is answered that was not read: partition=1, offset=0");
    }

    @Test
    void refusesOutputsThatAreWrong() {
        gate.add(record(5, "e-0-0", "p0", "0.2501"));
        assertThat(gate.problem(1))
                .isEqualTo("outputs are wrong: event_id=p0, outputs=[0.2501], expected=[0.25], offset=out-0-5");
    }

    @Test
    void refusesAnswersThatAreMissing() {
        gate.add(record(5, "e-0-0", "p0", "0.25"));
        assertThat(gate.problem(2)).isEqualTo("records=1, expected=2");
    }

    @Test
    void refusesASecondAnswerToAnEvent() {
        gate.add(record(5, "e-0-0", "p0", "0.25"));
        gate.add(record(6, "e-0-0", "p0", "0.25"));
        assertThat(gate.problem(2)).isEqualTo("event is answered twice: prediction_id=e-0-0, offset=out-0-6");
    }

    @Test
    void refusesTheSameEventUnderAnotherId() {
        gate.add(record(5, "e-0-0", "p0", "0.25"));
        gate.add(record(6, "e-0-1", "p0", "0.25"));
        assertThat(gate.problem(2))
                .isEqualTo("event is answered too often: event_id=p0, answers=2, at most 1, offset=out-0-6");
    }

    @Test
    void admitsAnEventThatComesAgainInARecordOfItsOwn() {
        Gate again = new Gate(new FraudWorkload(Format.JSON), Rig.Promise.OUTPUTS, reference, 3);
        again.add(record(5, "e-0-0", "p0", "0.25"));
        again.add(record(6, "e-0-1", "p0", "0.25"));
        assertThat(again.problem(2)).isEmpty();
        again.add(record(7, "e-0-1", "p0", "0.25"));
        assertThat(again.problem(3)).isEqualTo("event is answered twice: prediction_id=e-0-1, offset=out-0-7");
    }

    @Test
    void refusesAnAnswerWithoutOutputs() {
        gate.add(new RawEvent(
                new Position("out", 0, 5),
                5,
                null,
                "{\"prediction_id\":\"e-0-0\",\"event_id\":\"p0\"}".getBytes(UTF_8),
                List.of()));
        assertThat(gate.problem(1)).startsWith("outputs are wrong: event_id=p0, outputs=null");
    }

    @Test
    void refusesWhatIsNoAnswer() {
        gate.add(new RawEvent(new Position("out", 0, 5), 5, null, "hello".getBytes(UTF_8), List.of()));
        assertThat(gate.problem(1)).startsWith("record cannot be read: cause=").endsWith("offset=out-0-5");
    }

    @Test
    void readsAnswersAsTheRigWritesThem() {
        Rig.Promise promise = new Rig.Promise(
                /* outputs= */ true, value -> new Answer(null, "p" + value[0], new float[] {value[1] / 4f}));
        Gate other = new Gate(new FraudWorkload(Format.JSON), promise, reference);
        other.add(new RawEvent(new Position("out", 0, 0), 5, null, new byte[] {0, 1}, List.of()));
        assertThat(other.problem(1)).isEmpty();
        other.add(new RawEvent(new Position("out", 0, 1), 5, null, new byte[] {1, 1}, List.of()));
        assertThat(other.problem(2))
                .isEqualTo("outputs are wrong: event_id=p1, outputs=[0.25], expected=[0.5], offset=out-0-1");
    }

    private static RawEvent record(long offset, String predictionId, String eventId, String probability) {
        String json = "{\"prediction_id\":\"" + predictionId + "\",\"event_id\":\"" + eventId
                + "\",\"output\":{\"probability\":" + probability + "},\"confidence\":0.7}";
        return new RawEvent(new Position("out", 0, offset), offset, null, json.getBytes(UTF_8), List.of());
    }
}
