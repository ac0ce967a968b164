package io.millrace.models.online;

import io.millrace.models.feature.Values;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Earlier examples to learn from again: the latest ones, and a sample of all in which each is with the same probability
 * (Vitter 1985, algorithm R).
 */
final class Replay {
    private final int window;
    private final int reservoir;
    private final List<Example> latest = new ArrayList<>();
    private final List<Example> sample = new ArrayList<>();
    private long seen;

    /** Draws examples. */
    interface Draw {

        /** So many of the latest examples, or of the sample of all, encoded, with their targets. */
        Drawn draw(boolean latest, int count);
    }

    /** Encoded examples. */
    record Drawn(EncodedRows rows, float[] targets, float[] weights) {}

    /** Keeps so many of the latest examples, and a sample of so many of all. */
    Replay(int window, int reservoir) {
        this.window = window;
        this.reservoir = reservoir;
    }

    void add(Example example, Chance chance) {
        if (latest.size() < window) {
            latest.add(example);
        } else {
            latest.set((int) (seen % window), example);
        }
        if (sample.size() < reservoir) {
            sample.add(example);
        } else {
            long place = (long) (chance.unit() * (seen + 1));
            if (place < reservoir) {
                sample.set((int) place, example);
            }
        }
        seen++;
    }

    /** One of the latest examples, or of the sample of all. */
    Example any(boolean ofLatest, Chance chance) {
        List<Example> from = ofLatest ? latest : sample;
        return from.get(chance.below(from.size()));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(seen);
        write(latest, out);
        write(sample, out);
    }

    void read(DataInput in) throws IOException {
        seen = in.readLong();
        read(in, latest);
        read(in, sample);
    }

    static void write(List<Example> examples, DataOutput out) throws IOException {
        out.writeInt(examples.size());
        for (Example example : examples) {
            out.writeDouble(example.target());
            out.writeFloat(example.weight());
            write(example.row(), out);
        }
    }

    static void read(DataInput in, List<Example> examples) throws IOException {
        examples.clear();
        for (int left = in.readInt(); left > 0; left--) {
            double target = in.readDouble();
            float weight = in.readFloat();
            examples.add(new Example(row(in), target, weight));
        }
    }

    private static void write(Values row, DataOutput out) throws IOException {
        out.writeInt(row.size());
        for (int i = 0; i < row.size(); i++) {
            String text = row.text(i);
            float[] vector = row.vector(i);
            out.writeByte(text != null ? 1 : vector != null ? 2 : 0);
            if (text != null) {
                out.writeUTF(text);
            } else if (vector != null) {
                Doubles.write(vector, out);
            } else {
                out.writeDouble(row.number(i));
            }
        }
    }

    private static Values row(DataInput in) throws IOException {
        int size = in.readInt();
        double[] numbers = new double[size];
        @Nullable String[] texts = new String[size];
        float[] @Nullable [] vectors = new float[size][];
        for (int i = 0; i < size; i++) {
            numbers[i] = Double.NaN;
            switch (in.readByte()) {
                case 1 -> texts[i] = in.readUTF();
                case 2 -> vectors[i] = Doubles.readFloats(in);
                default -> numbers[i] = in.readDouble();
            }
        }
        return new Values(numbers, texts, vectors);
    }
}
