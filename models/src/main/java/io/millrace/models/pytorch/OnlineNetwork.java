package io.millrace.models.pytorch;

import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.Loss.Example;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A network on the CPU that learns step by step with {@link AdamW}, and whose whole state can be taken out and put back:
 * a network that goes on from a state takes the same steps as one that was never interrupted, bit for bit.
 *
 * <p>Used by one thread at a time.
 */
public final class OnlineNetwork implements AutoCloseable {
    private final Network network;
    private final AdamW optimizer;
    private ByteBuffer input = ByteBuffer.allocateDirect(0);

    /**
     * Parameters and what the optimiser remembers.
     *
     * @param parameters in the order of the architecture
     * @param means of the gradients, in the same order
     * @param squares of the gradients
     */
    public record State(float[] parameters, float[] means, float[] squares, int steps) {

        /** A network that has not learned yet. */
        public static State of(float[] parameters) {
            return new State(parameters, new float[parameters.length], new float[parameters.length], 0);
        }
    }

    /**
     * A network that goes on from a state.
     *
     * @param architecture without a layer beside its members
     */
    public OnlineNetwork(Architecture architecture, State state, double weightDecay) throws ModelLoadException {
        if (architecture.skip()) {
            throw new IllegalArgumentException("a layer beside the members does not learn here: " + architecture);
        }
        this.network = new Network(architecture, state.parameters(), PyTorch.newManager(ComputeDevice.CPU));
        this.optimizer = network.optimizer(weightDecay);
        optimizer.restore(new float[][] {state.means(), state.squares()}, state.steps());
    }

    public Architecture architecture() {
        return network.architecture();
    }

    /** A copy of the state. */
    public State state() {
        float[][] moments = optimizer.moments();
        return new State(network.parameters(), moments[0], moments[1], optimizer.steps());
    }

    /** A copy of the parameters, in the order of the architecture. */
    public float[] parameters() {
        return network.parameters();
    }

    /** The outputs for some rows, averaged over the members: row after row. */
    public float[] outputs(float[] rows, int count) {
        float[] each = network.outputs(input(rows, count), count);
        int members = network.architecture().members();
        float[] average = new float[each.length / members];
        for (int i = 0; i < each.length; i++) {
            average[i % average.length] += each[i] / members;
        }
        return average;
    }

    /**
     * Takes one step along the mean loss of some rows, unless an output is no finite number.
     *
     * @param rows row after row
     * @param lesson what the outputs should have been
     * @return the mean loss before the step; not finite if there was none
     */
    public double learn(float[] rows, Lesson lesson, double rate) {
        int count = lesson.targets().length;
        double loss = network.learn(input(rows, count), count, outputs -> gradient(outputs, lesson));
        if (Double.isFinite(loss)) {
            optimizer.step(rate);
        } else {
            optimizer.forget();
        }
        return loss;
    }

    /**
     * What the outputs of some rows should have been.
     *
     * @param targets one for each row
     * @param weights of each row for each member, member after member
     * @param width of {@link Loss#HUBER}
     */
    public record Lesson(Loss loss, float[] targets, float[] weights, double width) {}

    private double gradient(float[] outputs, Lesson lesson) {
        int stride = network.architecture().outputs();
        int count = lesson.targets().length;
        int members = network.architecture().members();
        double sum = 0;
        for (int i = 0; i < members * count; i++) {
            Example example = new Example(outputs, stride, lesson.weights()[i] / (double) count);
            sum += lesson.weights()[i]
                    * lesson.loss().of(example.at(i * stride, lesson.targets()[i % count]), lesson.width(), outputs);
        }
        return sum / members / count;
    }

    private ByteBuffer input(float[] rows, int count) {
        int bytes = count * network.architecture().inputs() * Float.BYTES;
        if (input.capacity() < bytes) {
            input = ByteBuffer.allocateDirect(2 * bytes).order(ByteOrder.nativeOrder());
        }
        input.clear();
        input.asFloatBuffer().put(rows, 0, bytes / Float.BYTES);
        return input.limit(bytes).slice().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        network.close();
    }
}
