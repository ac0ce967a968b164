package io.millrace.operators.feature;

import io.millrace.operators.feature.EntityFeatures.Taken;
import io.millrace.operators.record.Event;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says which events of the present key count: those that are not too late and have not come before. */
final class Admission {
    private final SeenEvents seen;
    private final long latenessMillis;

    Admission(SeenEvents seen, Duration lateness) {
        this.seen = seen;
        this.latenessMillis = lateness.toMillis();
    }

    long latenessMillis() {
        return latenessMillis;
    }

    /** Why an event does not count, or null if it does; it is known from then on. */
    @Nullable
    Taken refusal(Event event, long watermark) throws Exception {
        if (event.timeMillis() < watermark - latenessMillis) {
            return Taken.LATE;
        }
        return seen.add(event.id(), event.timeMillis()) ? null : Taken.REPEATED;
    }

    /** Forgets events that would be too late now; returns the time of the first one left, or {@link SeenEvents#NONE}. */
    long forgetBefore(long watermark) throws Exception {
        return seen.forgetBefore(watermark - latenessMillis);
    }
}
