package io.millrace.models.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.pytorch.OnlineNetwork.Lesson;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of a linear model: 2 * x0 - x1 + 0.5 * x2 + 3. */
final class OnlineNetworkTest {
    private static final float[] ROW = {50, 0, 0};
    private static final float OUTPUT = 103;
    private static final double RATE = 0.01;
    private static final float WEIGHT_OF_A_STEP = 0.1f;

    @TempDir
    private Path folder;

    @Test
    void aRowFarOffCountsAsMuchOnEitherSide() throws Exception {
        float[] above = meansAfter(OUTPUT - 10);
        float[] below = meansAfter(OUTPUT + 10);

        assertThat(above[0]).isEqualTo(WEIGHT_OF_A_STEP, within(1e-6f));
        assertThat(below[0]).isEqualTo(-WEIGHT_OF_A_STEP, within(1e-6f));
    }

    private static float[] meansAfter(float target) throws Exception {
        try (OnlineNetwork network = OnlineNetwork.ofScript(TestModel.LINEAR.bytes(), 3, 1)) {
            network.learn(ROW, lesson(target), RATE);
            return network.state().means();
        }
    }

    @Test
    void whatHasNoPartInTheOutputsStaysAsItIs() throws Exception {
        byte[] script = rewritten("torch.linear(input, weight, bias)", "torch.linear(input, weight)");
        try (OnlineNetwork network = OnlineNetwork.ofScript(script, 3, 1)) {
            assertThat(network.learn(ROW, lesson(90), RATE)).isPositive();
            assertThat(network.learn(ROW, lesson(Float.NaN), RATE)).isNaN();
            assertThat(network.learn(ROW, lesson(90), RATE)).isPositive();

            assertThat(network.parameters()[0]).isNotEqualTo(2);
            assertThat(network.parameters()[3]).as("the bias").isEqualTo(3);
        }
    }

    private static Lesson lesson(float target) {
        return new Lesson(Loss.HUBER, new float[] {target}, new float[] {1}, /* width= */ 100);
    }

    /** The model with another line in its code. */
    private byte[] rewritten(String line, String by) throws IOException {
        Path file = Files.write(folder.resolve("model.pt"), TestModel.LINEAR.bytes());
        try (FileSystem zip = FileSystems.newFileSystem(file, Map.of("compressionMethod", "STORED"))) {
            Path code = zip.getPath("linear", "code", "__torch__", "torch", "nn", "modules", "linear.py");
            Files.writeString(code, Files.readString(code).replace(line, by));
        }
        return Files.readAllBytes(file);
    }
}
