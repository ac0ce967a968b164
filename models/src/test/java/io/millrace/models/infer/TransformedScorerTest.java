package io.millrace.models.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.tensor.BatchMemory;
import io.millrace.models.tensor.TensorMemory;
import org.junit.jupiter.api.Test;

class TransformedScorerTest {

    @Test
    void transformsEveryOutput() throws ScoringException {
        FakeScorer inner = new FakeScorer();
        try (TensorMemory memory = new TensorMemory(1 << 20);
                BatchMemory batch = memory.batch(inner.inputs(), 4);
                Scorer scorer = new TransformedScorer(inner, OutputTransform.exp())) {
            batch.putFloat(0, 1, 0, 0);
            batch.putFloat(0, 2, 0, 1);

            assertThat(scorer.score(batch, 1, 2)).containsExactly(1, (float) Math.E);
            assertThat(scorer.inputs()).isEqualTo(inner.inputs());
            assertThat(scorer.outputWidth()).isEqualTo(1);
        }
        assertThat(inner.isClosed()).isTrue();
    }

    @Test
    void sigmoidTurnsLogitsIntoProbabilities() {
        assertThat(apply(OutputTransform.sigmoid(), 1, -1000, 0, 1000)).containsExactly(0, 0.5f, 1);
    }

    @Test
    void softmaxSumsToOneInEachRowAndDoesNotOverflow() {
        assertThat(apply(OutputTransform.softmax(), 2, 1000, 1000, 0, (float) Math.log(3)))
                .containsExactly(new float[] {0.5f, 0.5f, 0.25f, 0.75f}, within(1e-6f));
    }

    @Test
    void standardisedLogsComeBackToTheScaleOfTheTarget() {
        OutputTransform transform = OutputTransform.affine(2, 1).andThen(OutputTransform.exp());

        assertThat(apply(transform, 1, 0, 1)).containsExactly((float) Math.exp(1), (float) Math.exp(3));
    }

    @Test
    void identityLeavesOutputsAlone() {
        assertThat(apply(OutputTransform.identity(), 1, 4, 5)).containsExactly(4, 5);
    }

    private static float[] apply(OutputTransform transform, int width, float... outputs) {
        transform.apply(outputs, width);
        return outputs;
    }
}
