package io.millrace.models.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.ModelConfig.TargetTransform;
import io.millrace.config.ModelConfig.Task;
import io.millrace.models.registry.Manifest.Output;
import io.millrace.models.registry.Manifest.Output.Activation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BlendTest {
    private static final long SEED = 13;

    /** Each expert knows one half of what is added up, and says three times as much. */
    @Test
    void tonesDownExpertsThatSayTooMuch() {
        Stack stack = new Stack(new boolean[] {true, true});
        Random random = new Random(SEED);
        for (int t = 0; t < 2000; t++) {
            List<float[]> given = given(random);
            float said = (float) (stack.now()[0] * given.get(0)[0] + stack.now()[1] * given.get(1)[0]);
            stack.add(said, given, 0, aim(given, random), 0.7);
        }
        assertThat(stack.now()[0]).as("seed %d", SEED).isCloseTo(1 / 3.0, within(0.1));
        assertThat(stack.now()[1]).as("seed %d", SEED).isCloseTo(1 / 3.0, within(0.1));
    }

    @Test
    void sharesAddUpToOneWithoutAStack() {
        Blend blend = new Blend(target(), new double[2], /* stacked= */ false);
        learn(blend, 500);

        assertThat(DoubleStream.of(blend.now()).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void oneExpertCountsAsItIs() {
        Blend blend = new Blend(target(), new double[1], /* stacked= */ true);
        learn(blend, 100);

        assertThat(blend.now()).containsExactly(1);
    }

    @Test
    void beginsWithThoseThatKnowSomething() {
        double[] weights = new Blend(target(), new double[] {20, 0, 0}, /* stacked= */ true).now();

        assertThat(weights[0]).isLessThan(0.03);
        assertThat(weights[1]).isEqualTo(weights[2]).isGreaterThan(0.48);
    }

    @Test
    void goesOnFromItsState() throws Exception {
        Blend undisturbed = new Blend(target(), new double[2], /* stacked= */ true);
        learn(undisturbed, 200);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        undisturbed.write(new DataOutputStream(bytes));
        Blend restored = new Blend(target(), new double[2], /* stacked= */ true);
        restored.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        learn(undisturbed, 50);
        learn(restored, 50);

        assertThat(restored.now()).isEqualTo(undisturbed.now());
    }

    private static void learn(Blend blend, int rows) {
        Random random = new Random(SEED);
        for (int t = 0; t < rows; t++) {
            List<float[]> given = given(random);
            blend.add(given.subList(0, blend.now().length), 0, aim(given, random));
        }
    }

    private static List<float[]> given(Random random) {
        return List.of(
                new float[] {(float) (3 * random.nextGaussian())}, new float[] {(float) (3 * random.nextGaussian())});
    }

    private static float aim(List<float[]> given, Random random) {
        return (float) ((given.get(0)[0] + given.get(1)[0]) / 3 + 0.5 * random.nextGaussian());
    }

    private static Target target() {
        return Target.given(
                new Output(Task.REGRESSION, "truth", 1, Activation.NONE, TargetTransform.NONE, 1, 0, List.of()));
    }
}
