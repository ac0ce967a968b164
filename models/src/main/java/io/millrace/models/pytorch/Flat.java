package io.millrace.models.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.nio.FloatBuffer;

/** The numbers of several arrays one after the other. */
final class Flat {

    private Flat() {}

    static float[] floats(NDList arrays) {
        float[] all = new float
                [Math.toIntExact(arrays.stream().mapToLong(NDArray::size).sum())];
        int at = 0;
        for (NDArray array : arrays) {
            float[] values = array.toFloatArray();
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    static void set(NDList arrays, float[] all) {
        int at = 0;
        for (NDArray array : arrays) {
            int size = Math.toIntExact(array.size());
            array.set(FloatBuffer.wrap(all, at, size));
            at += size;
        }
    }
}
