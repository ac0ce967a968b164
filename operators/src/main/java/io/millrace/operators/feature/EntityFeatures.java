package io.millrace.operators.feature;

import io.millrace.config.ViewConfig;
import io.millrace.models.aggregate.AggregatePlan;
import io.millrace.models.aggregate.EntityAggregates;
import io.millrace.models.aggregate.TileStore;
import io.millrace.models.feature.Values;
import io.millrace.operators.record.Event;
import org.jspecify.annotations.Nullable;

/**
 * The values of a view for one entity, the one that its state stands for. They leave when the watermark passes the end of a
 * slide at which they may be other ones than before, and again when an event corrects them that came behind the watermark.
 * They leave also when they would be too old otherwise: after half of the view's maximum age.
 */
final class EntityFeatures {
    /** Far enough from the beginning of time to count back from. */
    static final long LONG_AGO = Long.MIN_VALUE / 4;

    private final AggregatePlan plan;
    private final EntityAggregates aggregates;
    private final Admission admission;
    private final Clock clock;
    private final long everyMillis;
    private final long beatMillis;

    /** When the entity is looked at again. */
    interface Clock {

        /** The event time set last, or null. */
        @Nullable
        Long set() throws Exception;

        /** Sets another one. */
        void set(long eventMillis) throws Exception;

        void clear() throws Exception;
    }

    /** Where values go. */
    interface Output {

        /**
         * Takes values.
         *
         * @param endMillis where their windows end
         * @param values null if no window holds an event any more
         */
        void emit(long endMillis, @Nullable Values values);
    }

    /** What became of an event. */
    enum Taken {
        /** It counts from the end of its slide on. */
        NEW,
        /** It has changed values that had left. */
        CORRECTION,
        /** It had come before. */
        REPEATED,
        /** It came after the allowed lateness. */
        LATE
    }

    EntityFeatures(ViewConfig view, AggregatePlan plan, TileStore tiles, SeenEvents seen, Clock clock) {
        ViewConfig.Stream stream = view.stream();
        this.plan = plan;
        this.aggregates = new EntityAggregates(plan, tiles);
        this.admission = new Admission(seen, stream.allowedLateness());
        this.clock = clock;
        this.everyMillis = stream.every().toMillis();
        this.beatMillis = view.maxAge().toMillis() / 2;
    }

    Taken take(Event event, long watermark, Output out) throws Exception {
        Taken refusal = admission.refusal(event, watermark);
        if (refusal != null) {
            return refusal;
        }
        long end = plan.endAt(watermark + 1);
        boolean corrects = aggregates.add(event.fields(), event.timeMillis(), end);
        if (corrects) {
            out.emit(end, aggregates.values(end));
        }
        wakeBy(Math.max(end, plan.endAt(event.timeMillis())) + everyMillis - 1);
        return corrects ? Taken.CORRECTION : Taken.NEW;
    }

    /** The watermark has passed a time that the clock was set to, this one or an earlier setting. */
    void wake(long eventMillis, long watermark, Output out) throws Exception {
        Long set = clock.set();
        if (set == null || set != eventMillis) {
            return;
        }
        clock.clear();
        // The watermark may have passed the ends of several slides at once: each has its turn.
        long end = plan.endAt(eventMillis + 1);
        EntityAggregates.Rest rest = aggregates.forgetBefore(end);
        if (rest.held()) {
            out.emit(end, rest.holds() ? aggregates.values(end) : null);
        }
        long firstSeen = admission.forgetBefore(watermark);
        if (rest.holds()) {
            wakeBy(Math.min(rest.nextChange(), plan.endAfter(end + beatMillis)) - 1);
        } else if (firstSeen != SeenEvents.NONE) {
            wakeBy(plan.endAfter(Math.max(end, firstSeen + admission.latenessMillis())));
        }
    }

    private void wakeBy(long eventMillis) throws Exception {
        Long set = clock.set();
        if (set == null || eventMillis < set) {
            clock.set(eventMillis);
        }
    }
}
