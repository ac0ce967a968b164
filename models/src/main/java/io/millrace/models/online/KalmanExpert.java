package io.millrace.models.online;

import io.millrace.models.pytorch.Architecture;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * For numbers: a linear model of the inputs and of {@link RandomFeatures}, learned with a {@link Kalman} filter: it makes the most of few
 * rows, does not learn their noise by heart, and follows what moves.
 */
final class KalmanExpert implements Expert {
    private static final double PRIOR_OF_FEATURE = 0.1;
    private static final double PRIOR_OF_INPUT = 1;
    private static final int MOST_INPUTS = 128; // the work for a row grows with their square
    private static final double LARGEST = 10; // element of a row that is learned from

    private final RandomFeatures features;
    private final Kalman filter;
    private double[] weights;
    private int[] read; // elements of the inputs, in ascending order
    private double[] row;

    KalmanExpert(RandomFeatures features, double drift) {
        Architecture architecture = features.architecture();
        int count = features.count();
        this.features = features;
        this.read = new int[Math.min(MOST_INPUTS, architecture.inputs())];
        for (int i = 0; i < read.length; i++) {
            read[i] = i;
        }
        this.row = new double[count + read.length + 1];
        this.weights = new double[row.length];
        double[] priors = new double[row.length];
        Arrays.fill(priors, 0, count, PRIOR_OF_FEATURE);
        Arrays.fill(priors, count, priors.length, PRIOR_OF_INPUT);
        this.filter = new Kalman(priors, drift);
    }

    private void fill(EncodedRows rows, int index) {
        features.write(rows, index, row);
        int at = features.count();
        for (int i = 0; i < read.length; i++) {
            row[at + i] = rows.elements()[index * rows.width() + read[i]];
        }
        row[row.length - 1] = 1;
    }

    @Override
    public float[] outputs(EncodedRows rows) {
        float[] all = new float[rows.count()];
        for (int i = 0; i < all.length; i++) {
            fill(rows, i);
            all[i] = (float) sum();
        }
        return all;
    }

    private double sum() {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += weights[i] * row[i];
        }
        return sum;
    }

    @Override
    public void learn(EncodedRows rows, Lesson lesson) {
        for (int i = 0; i < rows.count(); i++) {
            fill(rows, i);
            for (int n = 0; n < row.length; n++) {
                row[n] = Math.max(-LARGEST, Math.min(LARGEST, row[n]));
            }
            Pull pull = Pull.of(sum(), lesson.targets()[i], lesson.width());
            double weight = lesson.weights()[i];
            double[] gain = filter.gain(row, weight * pull.curvature());
            for (int n = 0; n < row.length; n++) {
                weights[n] -= weight * pull.slope() * gain[n];
            }
        }
    }

    /** Weight of an element of the inputs; the constant is the last one. */
    double weight(int element) {
        if (element == features.architecture().inputs()) {
            return weights[row.length - 1];
        }
        int place = Arrays.binarySearch(read, element);
        return place < 0 ? 0 : weights[features.count() + place];
    }

    Architecture architecture() {
        return features.architecture();
    }

    /** The parameters of a network that gives what the features give; the inputs lie beside it. */
    float[] parameters() {
        return features.under(weights);
    }

    /* Of inputs beyond the bound only the features know. */
    @Override
    public void widen(int at) {
        features.widen(at);
        int place = 0;
        for (int i = 0; i < read.length; i++) {
            if (read[i] < at) {
                place++;
            } else {
                read[i]++;
            }
        }
        if (read.length < MOST_INPUTS) {
            read(at, place);
        }
    }

    private void read(int element, int place) {
        int[] more = Arrays.copyOf(read, read.length + 1);
        System.arraycopy(read, place, more, place + 1, read.length - place);
        more[place] = element;
        read = more;
        int at = features.count() + place;
        weights = Doubles.inserted(weights, at);
        filter.widen(at, PRIOR_OF_INPUT);
        row = new double[row.length + 1];
    }

    @Override
    public void write(DataOutput out) throws IOException {
        features.write(out);
        out.writeInt(read.length);
        for (int element : read) {
            out.writeInt(element);
        }
        Doubles.write(new double[][] {weights}, out);
        filter.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        features.read(in);
        read = new int[in.readInt()];
        for (int i = 0; i < read.length; i++) {
            read[i] = in.readInt();
        }
        weights = Doubles.read(in)[0];
        filter.read(in);
        row = new double[weights.length];
    }

    @Override
    public void close() {}
}
