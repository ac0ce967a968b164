package io.millrace.models.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of predictions: which one holds now, and which was the last one known at a time. */
public final class KnownLabels {
    private final Map<String, Known> byId = new HashMap<>();
    private final List<Moment> moments = new ArrayList<>();

    /**
     * What became known of a prediction.
     *
     * @param id of the prediction
     * @param version that served it
     * @param label what holds from then on, or null
     * @param first whether no label held before
     */
    public record News(
            String id, int version, Times times, @Nullable String label, boolean first) {}

    /** The time of an event, and the event time when something was known of it. */
    public record Times(long eventMillis, long knownMillis) {}

    /** A label that became known at a time. */
    record Moment(long knownMillis, String label) {}

    /** What is known of one prediction. */
    static final class Known {
        final int version;
        final long timeMillis;
        private @Nullable String label;
        private @Nullable Moment first;
        private boolean taken;

        private Known(News news) {
            this.version = news.version();
            this.timeMillis = news.times().eventMillis();
        }

        /** The label that holds; null if none does. */
        @Nullable
        String label() {
            return label;
        }

        /** Event time since when there is a label; that of the event if nobody knows. */
        long knownMillis() {
            return first == null ? timeMillis : first.knownMillis();
        }

        /** Whether its row is asked for the first time. */
        boolean take() {
            boolean free = !taken;
            taken = true;
            return free;
        }
    }

    /** Takes in news, which come in the order in which they were written; the last of a prediction say what holds. */
    public void take(News news) {
        Known known = byId.computeIfAbsent(news.id(), any -> new Known(news));
        known.label = news.label();
        if (news.first() && news.label() != null) {
            Moment moment = new Moment(news.times().knownMillis(), news.label());
            if (!moment.equals(known.first)) {
                moments.add(moment);
            }
            known.first = moment;
        }
    }

    /** What is known of a prediction that has a label; null if it has none. */
    @Nullable
    Known find(String id) {
        Known known = byId.get(id);
        return known == null || known.label == null ? null : known;
    }

    /** Labels of events from one time to before another whose row nobody has taken. */
    long untaken(long fromMillis, long toMillis) {
        return byId.values().stream()
                .filter(known -> known.label != null && !known.taken)
                .filter(known -> known.timeMillis >= fromMillis && known.timeMillis < toMillis)
                .count();
    }

    /** Every label that was the first of its row, in the order in which they were known. */
    List<Moment> moments() {
        return moments.stream()
                .sorted(Comparator.comparingLong(Moment::knownMillis))
                .toList();
    }
}
