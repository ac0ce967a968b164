package io.millrace.jobs.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the view shows at one moment.
 *
 * @param model what scores, or empty while nothing does
 * @param progress how far the running step is
 * @param live figures of the stream, or null before it starts
 */
record DemoState(
        String model,
        List<Step> steps,
        Progress progress,
        @Nullable Live live) {

    /** A count on its way to a total. */
    record Progress(String unit, long done, long total) {

        double share() {
            return total <= 0 ? 0 : Math.min(1, (double) done / total);
        }
    }

    DemoState {
        steps = List.copyOf(steps);
    }
}
