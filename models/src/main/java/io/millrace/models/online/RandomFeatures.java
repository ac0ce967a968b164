package io.millrace.models.online;

import io.millrace.models.pytorch.Architecture;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * The hidden layers of a network, drawn once and for all: the outputs of the last one are what a linear model can learn from
 * (Rahimi and Recht 2008). As they are laid out like those of any network, both can be published as one.
 */
final class RandomFeatures {
    private static final double BIAS_OF_FIRST = 1;
    private static final double BIAS_OF_NEXT = 0.5;

    private final double deviation;
    private final Chance chance;
    private Architecture architecture;
    private float[] parameters;

    /**
     * Draws them.
     *
     * @param architecture of the network, with hidden layers
     * @param columns that the inputs are encoded from
     */
    RandomFeatures(Architecture architecture, int columns, Chance chance) {
        this.architecture = architecture;
        this.deviation = 1 / Math.sqrt(columns);
        this.chance = chance;
        this.parameters = new float[architecture.size()];
        Random random = random(chance);
        int at = 0;
        for (int array = 0; array < 2 * architecture.hidden().size(); array++) {
            Architecture.Parameters each = architecture.parameters().get(array);
            double spread = array == 0
                    ? deviation
                    : array == 1 ? BIAS_OF_FIRST : each.fanIn() == 0 ? BIAS_OF_NEXT : Math.sqrt(2.0 / each.fanIn());
            for (long n = 0; n < each.size(); n++) {
                parameters[at++] = (float) (spread * random.nextGaussian());
            }
        }
    }

    private static Random random(Chance chance) {
        return new Random(Double.doubleToLongBits(chance.unit()));
    }

    Architecture architecture() {
        return architecture;
    }

    /** Number of features. */
    int count() {
        return count(architecture);
    }

    /** Number of features of a network with hidden layers. */
    static int count(Architecture architecture) {
        List<Integer> hidden = architecture.hidden();
        return architecture.members() * hidden.get(hidden.size() - 1);
    }

    /** Writes the features of a row. */
    void write(EncodedRows rows, int row, double[] into) {
        int members = architecture.members();
        float[] values = first(rows.elements(), row * rows.width());
        int at = members * architecture.hidden().get(0) * (architecture.inputs() + 1);
        for (int layer = 1; layer < architecture.hidden().size(); layer++) {
            int from = architecture.hidden().get(layer - 1);
            int to = architecture.hidden().get(layer);
            values = next(values, at, from, to);
            at += members * to * (from + 1);
        }
        for (int i = 0; i < values.length; i++) {
            into[i] = values[i];
        }
    }

    private float[] first(float[] elements, int from) {
        int inputs = architecture.inputs();
        float[] values =
                new float[architecture.members() * architecture.hidden().get(0)];
        int biases = values.length * inputs;
        for (int unit = 0; unit < values.length; unit++) {
            float sum = parameters[biases + unit];
            for (int i = 0; i < inputs; i++) {
                sum += parameters[unit * inputs + i] * elements[from + i];
            }
            values[unit] = gelu(sum);
        }
        return values;
    }

    private float[] next(float[] before, int at, int from, int to) {
        int members = architecture.members();
        float[] values = new float[members * to];
        System.arraycopy(parameters, at + members * from * to, values, 0, values.length);
        for (int unit = 0; unit < before.length; unit++) {
            int weights = at + unit * to;
            int sums = unit / from * to;
            for (int i = 0; i < to; i++) {
                values[sums + i] += before[unit] * parameters[weights + i];
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = gelu(values[i]);
        }
        return values;
    }

    private static float gelu(float x) {
        return (float) (x * 0.5 * (1 + erf(x / Math.sqrt(2))));
    }

    /** Abramowitz and Stegun 1964, 7.1.26: off by 1.5e-7 at most. */
    private static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
        return Math.copySign(1 - sum * Math.exp(-x * x), x);
    }

    /** The parameters of a network of one output whose last layer has these weights, one for each feature. */
    float[] under(double[] weights) {
        float[] network = parameters.clone();
        int members = architecture.members();
        int from = network.length - members - count();
        for (int feature = 0; feature < count(); feature++) {
            network[from + feature] = (float) (members * weights[feature]);
        }
        return network;
    }

    /** Goes on with rows that have one more element at an index. */
    void widen(int at) {
        Architecture narrow = architecture;
        Random random = random(chance);
        architecture = narrow.withInputs(narrow.inputs() + 1);
        parameters = NetworkExpert.inserted(parameters, narrow, at, () -> deviation * random.nextGaussian());
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(architecture.inputs());
        Doubles.write(parameters, out);
    }

    void read(DataInput in) throws IOException {
        architecture = architecture.withInputs(in.readInt());
        parameters = Doubles.readFloats(in);
    }
}
