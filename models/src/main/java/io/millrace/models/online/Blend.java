package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * How experts are added up: by their {@link Shares} alone, or also by a {@link Stack}; then each of both counts by its own
 * recent losses.
 */
final class Blend {
    private final Target target;
    private final Shares shares;
    private final Stack stack;
    private final Shares both = new Shares(0, 0);
    private final boolean stacked;

    /**
     * A blend that nothing has been learned of.
     *
     * @param heads each expert's loss to begin with
     * @param stacked whether the stack takes part; only where a number is predicted
     */
    Blend(Target target, double[] heads, boolean stacked) {
        this.target = target;
        this.shares = new Shares(heads);
        this.stacked = stacked && heads.length > 1;
        boolean[] knowing = new boolean[heads.length];
        for (int i = 0; i < heads.length; i++) {
            knowing[i] = heads[i] == 0;
        }
        this.stack = new Stack(knowing);
    }

    /** How much each expert counts now. */
    double[] now() {
        double[] now = shares.now();
        if (stacked) {
            double[] each = both.now();
            for (int i = 0; i < now.length; i++) {
                now[i] = each[0] * now[i] + each[1] * stack.now()[i];
            }
        }
        return now;
    }

    /** What the experts give together for a row. */
    float[] outputs(List<float[]> by, int row) {
        return mixed(now(), by, row);
    }

    private float[] mixed(double[] weights, List<float[]> by, int row) {
        int width = target.outputs();
        float[] mixed = new float[width];
        for (int output = 0; output < width; output++) {
            double sum = 0;
            for (int expert = 0; expert < weights.length; expert++) {
                sum += weights[expert] * by.get(expert)[row * width + output];
            }
            mixed[output] = (float) sum;
        }
        return mixed;
    }

    /** Learns from what each expert gave for a row, before it learned from it. */
    void add(List<float[]> by, int row, float aim) {
        if (stacked) {
            float[] ofShares = mixed(shares.now(), by, row);
            float[] ofStack = mixed(stack.now(), by, row);
            both.add(target.losses(aim, List.of(ofShares, ofStack), 0));
            stack.add(ofStack[0], by, row, aim, target.width());
        }
        shares.add(target.losses(aim, by, row));
    }

    void write(DataOutput out) throws IOException {
        shares.write(out);
        stack.write(out);
        both.write(out);
    }

    void read(DataInput in) throws IOException {
        shares.read(in);
        stack.read(in);
        both.read(in);
    }
}
