package io.millrace.models.pytorch;

import io.millrace.config.LearningConfig.Learner;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network that Millrace builds itself: one linear layer, or an average of multi-layer perceptrons.
 *
 * <p>The members of an average are computed together: the first layer is one matrix for all of them, every further
 * layer one product of stacked matrices. Between layers stands the GELU function. A linear layer may stand beside them,
 * straight from the inputs to the outputs, and is added to the average.
 *
 * @param inputs elements in a row of its one input
 * @param hidden widths of the hidden layers; empty for {@link Learner#LINEAR}
 * @param members networks that are averaged; 1 for {@link Learner#LINEAR}
 * @param outputs elements in the output of a row
 * @param skip whether a linear layer stands beside the members of an average; its two arrays are the last ones
 */
public record Architecture(Learner learner, int inputs, List<Integer> hidden, int members, int outputs, boolean skip) {
    /** Bound on the numbers a network may consist of. */
    public static final long MAX_PARAMETERS = 1L << 28;

    public Architecture {
        hidden = List.copyOf(hidden);
        if (inputs < 1 || outputs < 1 || members < 1 || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException("network has an empty layer: inputs=" + inputs + ", hidden=" + hidden
                    + ", members=" + members + ", outputs=" + outputs);
        }
        if ((learner == Learner.LINEAR) != hidden.isEmpty() || (learner == Learner.LINEAR && (members != 1 || skip))) {
            throw new IllegalArgumentException("linear has one member, no hidden layer and nothing beside it, mlp at"
                    + " least one hidden layer: learner=" + learner + ", hidden=" + hidden + ", members=" + members
                    + ", skip=" + skip);
        }
    }

    /** A network with nothing beside its members. */
    public Architecture(Learner learner, int inputs, List<Integer> hidden, int members, int outputs) {
        this(learner, inputs, hidden, members, outputs, /* skip= */ false);
    }

    /** The same with other inputs. */
    public Architecture withInputs(int other) {
        return new Architecture(learner, other, hidden, members, outputs, skip);
    }

    /** A linear layer. */
    public static Architecture linear(int inputs, int outputs) {
        return new Architecture(Learner.LINEAR, inputs, List.of(), 1, outputs);
    }

    /**
     * One array of parameters.
     *
     * @param dimensions the last one varies fastest
     * @param fanIn elements that each output of its layer sums over; 0 for a bias
     */
    public record Parameters(String name, List<Integer> dimensions, int fanIn) {

        public Parameters {
            dimensions = List.copyOf(dimensions);
        }

        /** Numbers in the array. */
        public long size() {
            return dimensions.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        }
    }

    /** The arrays of parameters, in the order in which a weights file holds them. */
    public List<Parameters> parameters() {
        List<Integer> widths = new ArrayList<>(hidden);
        widths.add(outputs);
        List<Parameters> parameters = new ArrayList<>();
        int first = Math.multiplyExact(members, widths.get(0));
        parameters.add(new Parameters("weight-0", List.of(first, inputs), inputs));
        parameters.add(new Parameters("bias-0", List.of(first), 0));
        for (int layer = 1; layer < widths.size(); layer++) {
            int from = widths.get(layer - 1);
            int to = widths.get(layer);
            parameters.add(new Parameters("weight-" + layer, List.of(members, from, to), from));
            parameters.add(new Parameters("bias-" + layer, List.of(members, 1, to), 0));
        }
        if (skip) {
            parameters.add(new Parameters("skip-weight", List.of(outputs, inputs), inputs));
            parameters.add(new Parameters("skip-bias", List.of(outputs), 0));
        }
        return parameters;
    }

    /**
     * Numbers in all arrays together.
     *
     * @throws ArithmeticException if there are more than {@value #MAX_PARAMETERS}
     */
    public int size() {
        long size = parameters().stream().mapToLong(Parameters::size).reduce(0, Math::addExact);
        if (size > MAX_PARAMETERS) {
            throw new ArithmeticException("network is too large: parameters=" + size + ", max=" + MAX_PARAMETERS);
        }
        return (int) size;
    }

    /** Weights from a normal distribution that keeps the variance from layer to layer; a linear layer starts at zero. */
    public float[] initial(Random random) {
        float[] initial = new float[size()];
        int at = 0;
        int last = 2 * hidden.size();
        List<Parameters> arrays = parameters();
        for (int i = 0; i < arrays.size(); i++) {
            Parameters each = arrays.get(i);
            boolean zero = last == 0 || each.fanIn() == 0 || i > last;
            double deviation = zero ? 0 : Math.sqrt((i == last ? 1.0 : 2.0) / each.fanIn());
            for (long n = 0; n < each.size(); n++) {
                initial[at++] = zero ? 0 : (float) (deviation * random.nextGaussian());
            }
        }
        return initial;
    }
}
