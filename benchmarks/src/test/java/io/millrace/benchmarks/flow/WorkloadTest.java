package io.millrace.benchmarks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.FieldConfig;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Row;
import io.millrace.models.time.Ticker;
import io.millrace.operators.record.Decoded;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import io.millrace.operators.validate.EventDecoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WorkloadTest {
    private static final int EVENTS = 50;

    @TempDir
    private Path folder;

    static List<Workload> workloads() {
        return Workloads.all();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void eventsHoldTheRowsThatTheReferenceScores(Workload workload) throws Exception {
        try (Furnished furnished = Furnished.in(folder, workload)) {
            PipelineConfig pipeline = furnished.pipeline();
            EventDecoder decoder = EventDecoder.of(pipeline.events(), Ticker.system());
            int index = 0;
            for (int record = 0; index < EVENTS; record++) {
                Outbound sent = workload.event(record);
                RawEvent raw = new RawEvent(new Position("e", 0, record), 0, sent.key(), sent.value(), List.of());
                List<Decoded> rows = decoder.decode(raw);
                assertThat(rows).hasSize(workload.rowsPerRecord());
                for (Decoded row : rows) {
                    Event event = row.fold(valid -> valid, rejection -> {
                        throw new AssertionError(rejection.detail());
                    });
                    assertThat(workload.index(event.id())).isEqualTo(index);
                    assertSame(pipeline.events().fields(), event.fields(), workload.row(index));
                    index++;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void theModelGivesDifferentOutputsForDifferentEvents(Workload workload) throws Exception {
        try (Furnished furnished = Furnished.in(folder, workload)) {
            Reference reference =
                    Reference.of(workload, Furnished.model(furnished.home(), furnished.pipeline()), EVENTS);
            float[] second = Arrays.copyOfRange(reference.outputs(), reference.width(), 2 * reference.width());
            assertThat(reference.matches(1, second)).isTrue();
            assertThat(reference.matches(0, second)).isFalse();
        }
    }

    private static void assertSame(List<FieldConfig> fields, Row found, Row expected) {
        for (int i = 0; i < fields.size(); i++) {
            assertThat(Float.valueOf((float) found.number(i))).isEqualTo(Float.valueOf((float) expected.number(i)));
            assertThat(found.text(i)).isEqualTo(expected.text(i));
            assertThat(found.vector(i)).isEqualTo(expected.vector(i));
        }
    }
}
