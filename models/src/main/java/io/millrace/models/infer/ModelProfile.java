package io.millrace.models.infer;

import java.util.List;

/** How long a warm model takes for batches of several sizes. */
public record ModelProfile(List<Point> points) {

    public ModelProfile {
        points = List.copyOf(points);
    }

    /** One measurement: the time of one forward pass over that many rows. */
    public record Point(int rows, long nanos) {}
}
