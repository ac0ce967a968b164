package io.millrace.models.registry;

import io.millrace.models.infer.ModelLoadException;
import io.millrace.models.pytorch.Architecture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The weights file of a network: its parameters as little-endian 32-bit floats. */
public final class Weights {

    private Weights() {}

    /** The content of the file. */
    public static byte[] write(float[] parameters) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(parameters.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        return bytes.array();
    }

    /** The parameters, exactly as many as the network has, all of them finite. */
    public static float[] read(byte[] file, Architecture architecture) throws ModelLoadException {
        long expected = (long) architecture.size() * Float.BYTES;
        if (file.length != expected) {
            throw new ModelLoadException("weights have another size than the network: bytes=" + file.length
                    + ", expected=" + expected + ", parameters=" + architecture.size());
        }
        float[] parameters = new float[architecture.size()];
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(parameters);
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw new ModelLoadException(
                        "weights hold a number that is not finite: index=" + i + ", value=" + parameters[i]);
            }
        }
        return parameters;
    }
}
