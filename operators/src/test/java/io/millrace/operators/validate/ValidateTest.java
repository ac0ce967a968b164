package io.millrace.operators.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.feature.Values;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.record.Reason;
import io.millrace.operators.record.Rejection;
import io.millrace.operators.record.SideOutputs;
import java.util.List;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class ValidateTest {
    private static final RawEvent RAW = new RawEvent(new Position("t", 0, 0), 77, null, null, List.of());

    @Test
    @SuppressWarnings("try") // a harness may be interrupted while it closes; a test is not
    void partsEventsFromRejections() throws Exception {
        Event event = new Event(RAW, "e", "c", 1, Values.ofNumbers());
        Rejection rejection = new Rejection(RAW, Rejection.Stage.VALIDATE, Reason.EMPTY, "value is null");
        try (var harness = ProcessFunctionTestHarnesses.forProcessFunction(new ValidateFunction())) {
            harness.processElement(event, 1);
            harness.processElement(rejection, 2);
            assertThat(harness.extractOutputValues()).containsExactly(event);
            assertThat(harness.getSideOutput(SideOutputs.REJECTED))
                    .extracting(record -> record.getValue())
                    .containsExactly(rejection);
        }
    }
}
