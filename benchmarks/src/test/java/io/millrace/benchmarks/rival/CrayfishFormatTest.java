package io.millrace.benchmarks.rival;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.flow.Answer;
import io.millrace.benchmarks.flow.Workload;
import io.millrace.benchmarks.flow.Workloads;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.junit.jupiter.api.Test;

final class CrayfishFormatTest {
    private final Workload workload = Workloads.of("W1").orElseThrow();
    private final byte[] event = Objects.requireNonNull(workload.event(7).value());

    @Test
    void readsEveryNumberOfARecord() throws IOException {
        CrayfishRecord record = CrayfishFormat.read(event);
        assertThat(record.dataPoints()).hasSize(1);
        float[] expected = Objects.requireNonNull(workload.row(7).vector(0));
        assertThat(record.dataPoints().get(0)).hasSize(784).first().isEqualTo(expected[0]);
        assertThat(record.dataPoints().get(0)).last().isEqualTo(expected[783]);
    }

    @Test
    void repeatsTheWholeInputInTheOutput() throws IOException {
        CrayfishRecord scored = CrayfishFormat.read(event).with(List.of(List.of(0.5f, -1.25e-9f)));
        assertThat(new String(CrayfishFormat.write(scored), UTF_8))
                .isEqualTo(new String(event, UTF_8)
                        .replace("\"prediction\":null", "\"prediction\":\"[[0.5, -1.25E-9]]\""));
    }

    @Test
    void findsTheAnswerInARecord() throws IOException {
        CrayfishRecord scored = CrayfishFormat.read(event).with(List.of(List.of(0.5f, -1.25e-9f)));
        Answer answer = CrayfishFormat.answer(CrayfishFormat.write(scored));
        assertThat(answer.predictionId()).isNull();
        assertThat(workload.index(answer.eventId())).isEqualTo(7);
        assertThat(answer.outputs()).containsExactly(0.5f, -1.25e-9f);
    }

    @Test
    void travelsAsAGenericType() {
        assertThat(TypeInformation.of(CrayfishRecord.class)).isInstanceOf(GenericTypeInfo.class);
    }
}
