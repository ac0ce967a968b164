package io.millrace.operators.feature;

import io.millrace.config.ViewConfig;
import io.millrace.models.aggregate.AggregatePlan;
import io.millrace.models.aggregate.Aggregated;
import io.millrace.models.aggregate.EntityAggregates;
import io.millrace.models.aggregate.TileStore;
import io.millrace.operators.feature.EntityFeatures.Clock;
import io.millrace.operators.feature.EntityFeatures.Taken;
import io.millrace.operators.record.Event;
import java.io.IOException;

/**
 * The values of a view for the present key at the end of every slide of the last while: of twice the view's maximum age
 * before the watermark. It takes the same events as {@link EntityFeatures} does.
 */
final class EntityHistory {
    private static final int CLEANINGS = 8;

    private final AggregatePlan plan;
    private final EntityAggregates aggregates;
    private final Admission admission;
    private final Clock clock;
    private final long keptMillis;
    private final long cleanEveryMillis;

    EntityHistory(ViewConfig view, AggregatePlan plan, TileStore tiles, SeenEvents seen, Clock clock) {
        ViewConfig.Stream stream = view.stream();
        this.plan = plan;
        this.aggregates = new EntityAggregates(plan, tiles);
        this.admission = new Admission(seen, stream.allowedLateness());
        this.clock = clock;
        this.keptMillis = 2 * view.maxAge().toMillis();
        this.cleanEveryMillis = Math.max(stream.every().toMillis(), keptMillis / CLEANINGS);
    }

    Taken take(Event event, long watermark) throws Exception {
        Taken refusal = admission.refusal(event, watermark);
        if (refusal != null) {
            return refusal;
        }
        aggregates.add(event.fields(), event.timeMillis(), oldest(watermark));
        if (clock.set() == null) {
            clock.set(Math.max(event.timeMillis(), watermark) + cleanEveryMillis);
        }
        return event.timeMillis() <= watermark ? Taken.CORRECTION : Taken.NEW;
    }

    /** The watermark has passed the time that the clock was set to. */
    void wake(long eventMillis, long watermark) throws Exception {
        clock.clear();
        EntityAggregates.Rest rest = aggregates.forgetBefore(oldest(watermark));
        long firstSeen = admission.forgetBefore(watermark);
        if (rest.holds() || firstSeen != SeenEvents.NONE) {
            clock.set(Math.max(eventMillis, watermark) + cleanEveryMillis);
        }
    }

    /** The first end of a slide whose values are known. */
    long oldest(long watermark) {
        return plan.endAt(watermark + 1 - keptMillis);
    }

    /** The values at the end of a slide. */
    Aggregated at(long endMillis) throws IOException {
        return aggregates.aggregated(endMillis);
    }
}
