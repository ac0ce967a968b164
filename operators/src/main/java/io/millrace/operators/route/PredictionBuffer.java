package io.millrace.operators.route;

import io.millrace.operators.record.ModelStamp;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.record.Prediction;
import io.millrace.operators.record.ReviewRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Predictions that wait to leave together: those of one model in one role, as many as surely fit into a record. What turns
 * out not to fit is halved, down to one row, which is refused. Used by one thread.
 */
final class PredictionBuffer {
    static final int MAX_ROWS = 4096;
    private static final int MAX_BYTES = 900_000;
    /** What a row takes beside its texts and outputs. */
    private static final int ROW_BYTES = 96;

    private final ReviewPolicy policy;
    private final ArrowPredictionEncoder encoder;
    private final Departures departures;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** The predictions of one model in one role that wait. */
    private static final class Waiting {
        private final ModelStamp stamp;
        private final List<ArrowPredictionEncoder.Entry> entries = new ArrayList<>();
        private long bytes;

        Waiting(ModelStamp stamp) {
            this.stamp = stamp;
        }

        boolean takes(long more) {
            return entries.isEmpty() || (entries.size() < MAX_ROWS && bytes + more <= MAX_BYTES);
        }
    }

    /** Where predictions go. */
    interface Departures {

        /** Some predictions leave as one record. */
        void record(Outbound record, int rows);

        void review(ReviewRequest request);

        /** A prediction whose record would be too large. */
        void refused(Prediction prediction, long bytes);
    }

    PredictionBuffer(RouteSettings settings, Departures departures) {
        this.policy = new ReviewPolicy(settings);
        this.encoder = new ArrowPredictionEncoder(settings);
        this.departures = departures;
    }

    /**
     * Takes a prediction. Those of champion and canary may alternate, and wait side by side: the role is a function of the
     * key, so a key's predictions keep their order. Everything leaves before another model in a role, or for lack of room.
     */
    void add(Prediction prediction) {
        long more = bytes(prediction);
        ModelStamp stamp = prediction.model();
        Waiting known = waiting.get(stamp.variant());
        if (known != null && (!known.stamp.equals(stamp) || !known.takes(more))) {
            flush();
        }
        Waiting same = waiting.computeIfAbsent(stamp.variant(), variant -> new Waiting(stamp));
        same.bytes += more;
        same.entries.add(new ArrowPredictionEncoder.Entry(prediction, prediction.id(), policy.decide(prediction)));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Lets everything leave. */
    void flush() {
        waiting.values().forEach(each -> write(each.entries));
        waiting.clear();
    }

    private void write(List<ArrowPredictionEncoder.Entry> some) {
        Outbound record = encoder.encode(some);
        if (record.bytes() <= Outbound.MAX_BYTES) {
            departures.record(record, some.size());
            for (ArrowPredictionEncoder.Entry entry : some) {
                ReviewRequest review = entry.review();
                if (review != null) {
                    departures.review(review);
                }
            }
        } else if (some.size() == 1) {
            departures.refused(some.get(0).prediction(), record.bytes());
        } else {
            int half = some.size() / 2;
            write(some.subList(0, half));
            write(some.subList(half, some.size()));
        }
    }

    private static long bytes(Prediction prediction) {
        var event = prediction.event().event();
        int texts = event.raw().position().topic().length()
                + event.id().length()
                + event.key().length();
        return (long) ROW_BYTES + texts + (long) prediction.outputs().length * Float.BYTES;
    }
}
