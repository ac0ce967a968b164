package io.millrace.models.online;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.Architecture;
import io.millrace.models.pytorch.Loss;
import io.millrace.models.pytorch.OnlineNetwork;
import io.millrace.models.pytorch.OnlineNetwork.State;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * A network that learns from new rows together with earlier ones: from the latest, which makes it quick to follow a change,
 * or from a sample of all, which makes it sure of what does not change. Each of its members sees each row as often as if
 * its rows were drawn with replacement (Oza and Russell 2001), so that they differ.
 */
final class NetworkExpert implements Expert {
    private static final double WEIGHT_DECAY = 0.1;

    private final Memory memory;
    private final Settings settings;
    private final Chance chance;
    private Architecture architecture;
    private OnlineNetwork network;

    /**
     * How it learns.
     *
     * @param batch rows of a step, new and earlier ones together
     */
    record Settings(Loss loss, double rate, int batch) {}

    /** What a network learns from beside new rows. */
    enum Memory {
        /** The latest rows. */
        LATEST,
        /** A sample of all rows. */
        ALL,
        /** It does not learn: it stays what it was. */
        NONE
    }

    NetworkExpert(Architecture architecture, float[] parameters, Memory memory, Settings settings, Chance chance)
            throws ModelLoadException {
        this.memory = memory;
        this.settings = settings;
        this.chance = chance;
        this.architecture = architecture;
        this.network = OnlineNetwork.of(architecture, State.of(parameters), WEIGHT_DECAY);
    }

    Architecture architecture() {
        return architecture;
    }

    float[] parameters() {
        return network.parameters();
    }

    @Override
    public float[] outputs(EncodedRows rows) {
        return network.outputs(rows.elements(), rows.count());
    }

    @Override
    public void learn(EncodedRows rows, Lesson lesson) {
        if (memory == Memory.NONE) {
            return;
        }
        Lesson.WithReplay all = lesson.with(rows, memory == Memory.LATEST, settings.batch());
        int count = all.rows().count();
        float[] each = new float[architecture.members() * count];
        for (int i = 0; i < each.length; i++) {
            each[i] = all.weights()[i % count] * chance.poisson();
        }
        network.learn(
                all.rows().elements(),
                new OnlineNetwork.Lesson(settings.loss(), all.targets(), each, lesson.width()),
                settings.rate());
    }

    /* The new element's weights begin as those of any element do. */
    @Override
    public void widen(int at) {
        State before = network.state();
        Architecture narrow = architecture;
        Architecture wide = narrow.withInputs(narrow.inputs() + 1);
        Random random = new Random(Double.doubleToLongBits(chance.unit()));
        double deviation = Math.sqrt(2.0 / wide.inputs());
        State after = new State(
                inserted(before.parameters(), narrow, at, () -> deviation * random.nextGaussian()),
                inserted(before.means(), narrow, at, () -> 0),
                inserted(before.squares(), narrow, at, () -> 0),
                before.steps());
        replace(wide, after);
    }

    private void replace(Architecture other, State state) {
        network.close();
        architecture = other;
        try {
            network = OnlineNetwork.of(other, state, WEIGHT_DECAY);
        } catch (ModelLoadException e) {
            throw new IllegalStateException("PyTorch is gone", e);
        }
    }

    /** The first layer has the inputs as its last dimension and comes first. */
    static float[] inserted(float[] parameters, Architecture narrow, int at, DoubleSupplier number) {
        int inputs = narrow.inputs();
        int rows = Math.toIntExact(narrow.parameters().get(0).size()) / inputs;
        float[] wide = new float[parameters.length + rows];
        for (int row = 0; row < rows; row++) {
            int from = row * inputs;
            int to = row * (inputs + 1);
            System.arraycopy(parameters, from, wide, to, at);
            wide[to + at] = (float) number.getAsDouble();
            System.arraycopy(parameters, from + at, wide, to + at + 1, inputs - at);
        }
        int first = rows * inputs;
        System.arraycopy(parameters, first, wide, rows * (inputs + 1), parameters.length - first);
        return wide;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(architecture.inputs());
        write(network.state(), out);
    }

    static void write(State state, DataOutput out) throws IOException {
        Doubles.write(state.parameters(), out);
        Doubles.write(state.means(), out);
        Doubles.write(state.squares(), out);
        out.writeInt(state.steps());
    }

    @Override
    public void read(DataInput in) throws IOException {
        replace(architecture.withInputs(in.readInt()), readState(in));
    }

    static State readState(DataInput in) throws IOException {
        return new State(Doubles.readFloats(in), Doubles.readFloats(in), Doubles.readFloats(in), in.readInt());
    }

    @Override
    public void close() {
        network.close();
    }
}
