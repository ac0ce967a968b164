package io.millrace.benchmarks.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.flow.Furnished;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.flow.Workloads;
import io.millrace.config.PipelineConfig;
import io.millrace.models.feature.Row;
import io.millrace.operators.record.Event;
import io.millrace.operators.record.Position;
import io.millrace.operators.record.RawEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeDecoderTest {

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"W1", "W2-json"})
    void findsWhatTheModelMustSee(String name) throws Exception {
        Workload workload = Workloads.of(name).orElseThrow();
        PipelineConfig pipeline;
        try (Furnished furnished = Furnished.in(home, workload)) {
            pipeline = furnished.pipeline();
        }
        Event event = decoded(workload, pipeline, 11);
        Row expected = workload.row(11);
        assertThat(workload.index(event.id())).isEqualTo(11);
        for (int i = 0; i < pipeline.events().fields().size(); i++) {
            assertThat(event.fields().number(i)).isEqualTo(Double.valueOf(expected.number(i)));
            assertThat(event.fields().text(i)).isEqualTo(expected.text(i));
            assertThat(event.fields().vector(i)).isEqualTo(expected.vector(i));
        }
    }

    @Test
    void readsKeyAndTime() throws Exception {
        Workload workload = Workloads.of("W2-json").orElseThrow();
        PipelineConfig pipeline;
        try (Furnished furnished = Furnished.in(home, workload)) {
            pipeline = furnished.pipeline();
        }
        Event event = decoded(workload, pipeline, 3);
        assertThat(event.key()).startsWith("user-");
        assertThat(event.timeMillis()).isEqualTo(1_750_000_000_003L);
    }

    private static Event decoded(Workload workload, PipelineConfig pipeline, int index) throws IOException {
        RawEvent raw = new RawEvent(
                new Position("events", 0, 0), 0, null, workload.event(index).value(), List.of());
        return new TreeDecoder(pipeline.events()).map(raw);
    }
}
