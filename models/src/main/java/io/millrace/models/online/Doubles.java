package io.millrace.models.online;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Arrays of numbers, written and read bit by bit. */
final class Doubles {

    private Doubles() {}

    static void write(double[][] arrays, DataOutput out) throws IOException {
        out.writeInt(arrays.length);
        for (double[] array : arrays) {
            out.writeInt(array.length);
            for (double number : array) {
                out.writeDouble(number);
            }
        }
    }

    static double[][] read(DataInput in) throws IOException {
        double[][] arrays = new double[in.readInt()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new double[in.readInt()];
            for (int n = 0; n < arrays[i].length; n++) {
                arrays[i][n] = in.readDouble();
            }
        }
        return arrays;
    }

    static void write(float[] array, DataOutput out) throws IOException {
        out.writeInt(array.length);
        for (float number : array) {
            out.writeFloat(number);
        }
    }

    static float[] readFloats(DataInput in) throws IOException {
        float[] array = new float[in.readInt()];
        for (int n = 0; n < array.length; n++) {
            array[n] = in.readFloat();
        }
        return array;
    }

    /** The array with a zero at an index. */
    static double[] inserted(double[] array, int at) {
        double[] longer = new double[array.length + 1];
        System.arraycopy(array, 0, longer, 0, at);
        System.arraycopy(array, at, longer, at + 1, array.length - at);
        return longer;
    }
}
