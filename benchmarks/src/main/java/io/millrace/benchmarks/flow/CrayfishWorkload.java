package io.millrace.benchmarks.flow;

import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.record.Outbound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The records and the network of the Crayfish benchmark (S. Horchidan et al., EDBT 2024): 784 numbers as one
 * comma-separated text within JSON. Its creation timestamps are all different here, so that they serve as ids.
 */
final class CrayfishWorkload implements Workload {
    private static final int PIXELS = 784;
    private static final int TEXT_LENGTH = 10 * PIXELS;
    private static final long FIRST_MILLIS = 1_700_000_000_000L;

    private final Chance chance = new Chance("crayfish");

    @Override
    public String name() {
        return "W1";
    }

    @Override
    public String description() {
        return "crayfish-ffnn: 784 numbers as text within JSON, 8.4 KB; a 784-32-32-32-32-10 network";
    }

    @Override
    public void furnish(Home home) throws IOException, ModelLoadException {
        new ShippedFiles("crayfish", "crayfish", List.of()).install(home, this);
    }

    @Override
    public int events() {
        return 900_000;
    }

    @Override
    public Outbound event(int index) {
        StringBuilder text = new StringBuilder(TEXT_LENGTH);
        for (float pixel : pixels(index)) {
            text.append(pixel).append(',');
        }
        byte[] value = new JsonText()
                .number("creationTimestamp", FIRST_MILLIS + index)
                .number("dataPointSz1", 1)
                .number("dataPointSz2", PIXELS)
                .text("dataPoint", text)
                .none("prediction")
                .bytes();
        byte[] key = ByteBuffer.allocate(Integer.BYTES)
                .putInt(chance.of(-1 - index).nextInt())
                .array();
        return new Outbound(key, value, List.of());
    }

    @Override
    public Row row(int index) {
        return new Values(new double[] {Double.NaN}, new String[0], new float[][] {pixels(index)});
    }

    @Override
    public int index(String eventId) {
        return Math.toIntExact(Long.parseLong(eventId) - FIRST_MILLIS);
    }

    private float[] pixels(int index) {
        SplittableRandom random = chance.of(index);
        float[] pixels = new float[PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble();
        }
        return pixels;
    }
}
