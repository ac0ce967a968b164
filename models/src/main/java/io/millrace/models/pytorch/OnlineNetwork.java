package io.millrace.models.pytorch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import io.millrace.models.infer.ComputeDevice;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.Loss.Example;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A network on the CPU that learns step by step with {@link AdamW}, and whose whole state can be taken out and put back:
 * a network that goes on from a state takes the same steps as one that was never interrupted, bit for bit.
 *
 * <p>No element of a gradient counts for more than {@value #LARGEST_GRADIENT}, so that one row that lies far off does not
 * undo what was learned. Used by one thread at a time.
 */
public final class OnlineNetwork implements AutoCloseable {
    private static final float LARGEST_GRADIENT = 1;

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

    private OnlineNetwork(Network network, double weightDecay) {
        this.network = network;
        this.optimizer = network.optimizer(weightDecay, LARGEST_GRADIENT);
    }

    /**
     * A network that goes on from a state.
     *
     * @param architecture without a layer beside its members
     */
    public static OnlineNetwork of(Architecture architecture, State state, double weightDecay)
            throws ModelLoadException {
        if (architecture.skip()) {
            throw new IllegalArgumentException("a layer beside the members does not learn here: " + architecture);
        }
        OnlineNetwork network = new OnlineNetwork(
                Network.of(architecture, state.parameters(), PyTorch.newManager(ComputeDevice.CPU)), weightDecay);
        network.restore(state);
        return network;
    }

    /**
     * A TorchScript model of one float input, to be tuned further: those of its parameters learn that were exported with
     * {@code requires_grad}. Weights do not shrink.
     *
     * @throws ModelLoadException if the bytes are no TorchScript model, or nothing in it learns
     */
    public static OnlineNetwork ofScript(byte[] model, int inputs, int outputs) throws ModelLoadException {
        NDManager manager = PyTorch.newManager(ComputeDevice.CPU);
        try {
            return new OnlineNetwork(
                    new Network(new ScriptBody(model, inputs, outputs, (PtNDManager) manager), manager), 0);
        } catch (ModelLoadException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Goes on from a state of the same network. */
    public void restore(State state) {
        network.replace(state.parameters());
        optimizer.restore(new float[][] {state.means(), state.squares()}, state.steps());
    }

    /** The file of a TorchScript model with the parameters by now. */
    public byte[] script() {
        return ((ScriptBody) network.body()).bytes();
    }

    /** Networks that are averaged. */
    public int members() {
        return network.body().members();
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
        int members = network.body().members();
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
        int stride = network.body().outputs();
        int count = lesson.targets().length;
        int members = network.body().members();
        double sum = 0;
        for (int i = 0; i < members * count; i++) {
            Example example = new Example(outputs, stride, lesson.weights()[i] / (double) count);
            sum += lesson.weights()[i]
                    * lesson.loss().of(example.at(i * stride, lesson.targets()[i % count]), lesson.width(), outputs);
        }
        return sum / members / count;
    }

    private ByteBuffer input(float[] rows, int count) {
        int bytes = count * network.body().inputs() * Float.BYTES;
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
