package io.millrace.operators.infer;

import static io.millrace.operators.infer.EnrichedEvents.event;
import static io.millrace.operators.verify.Step.active;
import static io.millrace.operators.verify.Step.aside;
import static io.millrace.operators.verify.Step.element;
import static io.millrace.operators.verify.Step.idle;
import static io.millrace.operators.verify.Step.watermark;

import io.millrace.config.BatchingConfig;
import io.millrace.config.BatchingConfig.Order;
import io.millrace.models.infer.ScoringException;
import io.millrace.operators.infer.InferSetups.FakeFeed;
import io.millrace.operators.infer.InferSetups.FakeSource;
import io.millrace.operators.record.ModelAnnouncement;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.SideOutputs;
import io.millrace.operators.verify.NothingLeft;
import io.millrace.operators.verify.OperatorVerifier;
import io.millrace.operators.verify.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The operator over the real batcher in every mode of the kit: one bad event among good ones, and a model that moves on
 * with a candidate beside it.
 */
@ExtendWith({NothingLeft.class, io.millrace.models.batch.NothingLeft.class})
class BatchInferVerifierTest {
    private static final int POISON = 13;

    private final FakeFeed feed = new FakeFeed();

    @ParameterizedTest
    @CsvSource({"ORDERED, 4, 16", "UNORDERED, 4, 16", "ORDERED, 1, 2", "UNORDERED, 3, 3"})
    void holdsInEveryMode(Order order, int maxSize, int capacity) {
        FakeSource source = FakeSource.of(inputs -> {
            for (float each : inputs) {
                if (each == POISON) {
                    throw new ScoringException("poison");
                }
            }
            return inputs;
        });
        BatchingConfig batching = InferSetups.batching(order, maxSize, capacity);
        OperatorVerifier<Prediction> verifier = OperatorVerifier.of(
                        InferSetups.operator(InferSetups.settings(batching, source), feed))
                .viewed(EnrichedEvents::offset)
                .viewed(SideOutputs.REJECTED, EnrichedEvents::offset)
                .settledWhen(operator -> ((BatchInferOperator) operator).inFlight() == 0)
                .given(steps());
        if (order == Order.ORDERED) {
            verifier.ordered();
        }
        verifier.verify();
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            Step.Element element = element(event(i), i % 6 == 0 ? i - 5 : i);
            steps.add(i == POISON ? element.givesTo(SideOutputs.REJECTED, i) : element.gives(i));
            if (i % 5 == 0) {
                steps.add(watermark(i - 2));
            }
            if (i == 8) {
                steps.add(idle());
                steps.add(active());
            }
            if (i % 7 == 0) {
                ModelAnnouncement news = new ModelAnnouncement("fake", i, i, i + 1, 0.5);
                steps.add(aside(() -> feed.tell(news)));
            }
        }
        return steps;
    }
}
