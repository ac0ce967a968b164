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

    /** Each expert sees one half of what the class depends on, three times as strong as it is. */
    @Test
    void tonesDownExpertsThatAreTooSure() {
        Blend blend = new Blend(target(), new double[2], /* stacked= */ true);
        learn(blend, 3000);

        double[] weights = blend.now();
        assertThat(weights[0]).as("seed %d", SEED).isCloseTo(1 / 3.0, within(0.1));
        assertThat(weights[1]).as("seed %d", SEED).isCloseTo(1 / 3.0, within(0.1));
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
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            float aim = random.nextDouble() < 1 / (1 + Math.exp(-a - b)) ? 1 : 0;
            List<float[]> given = List.of(new float[] {(float) (3 * a)}, new float[] {(float) (3 * b)});
            blend.add(given.subList(0, blend.now().length), 0, aim);
        }
    }

    private static Target target() {
        return Target.given(new Output(
                Task.BINARY, "truth", 1, Activation.SIGMOID, TargetTransform.NONE, 1, 0, List.of("no", "yes")));
    }
}
