package io.millrace.operators.infer;

import static io.millrace.operators.infer.EnrichedEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.tensor.ScoredVersions;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ScoredBatch;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.Emission;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorHarness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the model saw, written by a writer that puts offsets into a text. */
@ExtendWith({NothingLeft.class, io.millrace.models.batch.NothingLeft.class})
class EmitterTest {
    private static final AtomicInteger OPEN_WRITERS = new AtomicInteger();

    @Test
    void theRowsOfABatchAreWrittenTogether() throws Exception {
        try (OperatorHarness<Prediction> harness = start(Order.UNORDERED)) {
            for (int i = 0; i < 6; i++) {
                harness.element(0, event(i), i);
            }
            harness.finish();

            assertThat(scored(harness)).containsExactly("0,1,2,3", "4,5");
            assertThat(harness.<ScoredBatch>valuesOf(SideOutputs.SCORED.getId()))
                    .extracting(ScoredBatch::rows)
                    .containsExactly(4, 2);
        }
        assertThat(OPEN_WRITERS).hasValue(0);
    }

    @Test
    void aDeadLetterIsNotAmongThem() throws Exception {
        try (OperatorHarness<Prediction> harness = start(Order.UNORDERED)) {
            harness.element(0, event(1), 1);
            harness.element(0, event(2, Double.NaN), 2);
            harness.element(0, event(3), 3);
            harness.finish();

            assertThat(scored(harness)).containsExactly("1,3");
        }
    }

    @Test
    void aRowIsWrittenWithItsPredictionWhenAWatermarkHoldsItBack() throws Exception {
        try (OperatorHarness<Prediction> harness = start(Order.UNORDERED)) {
            harness.element(0, event(0), 0);
            harness.element(0, event(1), 1);
            harness.watermark(1);
            harness.element(0, event(2), 2);
            harness.element(0, event(3), 3);
            harness.finish();

            assertThat(scored(harness)).containsExactly("0,1,2,3");
        }
    }

    @Test
    void aSnapshotNeverPartsAPredictionFromItsRow() throws Exception {
        try (OperatorHarness<Prediction> harness = start(Order.ORDERED)) {
            for (int i = 0; i < 40; i++) {
                harness.element(0, event(i), i);
                harness.runMail();
                harness.snapshot();
                assertThat(String.join(",", scored(harness)))
                        .isEqualTo(harness.values().stream()
                                .map(each -> String.valueOf(EnrichedEvents.offset(each)))
                                .collect(Collectors.joining(",")));
            }
            harness.finish();

            assertThat(harness.emissions().stream().filter(Emission.Value.class::isInstance))
                    .hasSize(40 + 10);
        }
    }

    private static List<String> scored(OperatorHarness<Prediction> harness) {
        return harness.<ScoredBatch>valuesOf(SideOutputs.SCORED.getId()).stream()
                .map(batch -> new String(batch.arrow(), StandardCharsets.UTF_8))
                .toList();
    }

    private static OperatorHarness<Prediction> start(Order order) throws Exception {
        BatchingConfig batching =
                new BatchingConfig(4, InferSetups.LONG, InferSetups.LONG, order, 1, 16, InferSetups.LONG);
        InferSettings plain = InferSetups.settings(batching, FakeSource.of(inputs -> inputs));
        InferSettings settings =
                new InferSettings(plain.model(), plain.source(), batching, plain.device(), EmitterTest::writer);
        return OperatorHarness.opened(InferSetups.operator(settings));
    }

    private static ScoredWriter writer() {
        OPEN_WRITERS.incrementAndGet();
        return new ScoredWriter() {
            @Override
            public List<ScoredBatch> write(ScoredVersions versions, List<Shadowed> rows) {
                String text = rows.stream()
                        .map(each -> String.valueOf(EnrichedEvents.offset(each.prediction())))
                        .collect(Collectors.joining(","));
                return List.of(new ScoredBatch(rows.size(), text.getBytes(StandardCharsets.UTF_8)));
            }

            @Override
            public void close() {
                OPEN_WRITERS.decrementAndGet();
            }
        };
    }
}
