package io.millrace.benchmarks.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.config.FieldType;
import io.millrace.jobs.embedded.Home;
import io.millrace.models.feature.Column;
import io.millrace.models.feature.Row;
import io.millrace.models.feature.Schema;
import io.millrace.models.feature.Values;
import io.millrace.models.infer.ModelLoadException;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.validate.FrameWriter;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Small images and a network of convolutions that takes nearly all of the time. */
final class PatchesWorkload implements Workload {
    private static final int PIXELS = 768;
    private static final long FIRST_MILLIS = 1_750_000_000_000L;

    private final Chance chance = new Chance("patches");
    private final FrameWriter frames =
            FrameWriter.narrow(new Schema(List.of(new Column("image", FieldType.VECTOR, PIXELS))));

    @Override
    public String name() {
        return "W3";
    }

    @Override
    public String description() {
        return "model-bound: images of 3 x 16 x 16 as tensor frames; four convolutions, about 1 ms a row";
    }

    @Override
    public void furnish(Home home) throws IOException, ModelLoadException {
        new ShippedFiles("patches", "patches", List.of()).install(home, this);
    }

    @Override
    public int different() {
        return 4_000;
    }

    @Override
    public int events() {
        return 400_000;
    }

    @Override
    public Outbound event(int index) {
        String id = "i" + index;
        return new Outbound(id.getBytes(UTF_8), frames.write(id, id, FIRST_MILLIS + index, row(index)), List.of());
    }

    @Override
    public Row row(int index) {
        SplittableRandom random = chance.of(index);
        float[] pixels = new float[PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble();
        }
        return new Values(new double[] {Double.NaN}, new String[0], new float[][] {pixels});
    }

    @Override
    public int index(String eventId) {
        return Integer.parseInt(eventId, 1, eventId.length(), 10);
    }
}
