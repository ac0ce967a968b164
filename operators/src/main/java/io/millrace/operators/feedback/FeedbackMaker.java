package io.millrace.operators.feedback;

import io.millrace.operators.feedback.LabelJoin.Change;
import io.millrace.operators.feedback.LabelPolicy.Choice;
import io.millrace.operators.record.Feedback;
import io.millrace.operators.record.Label;
import io.millrace.operators.record.Scored;
import org.jspecify.annotations.Nullable;

/** Makes feedback of what became known of a row, and learns how late labels come. */
final class FeedbackMaker {
    private final DelayProfiles delays;
    private final long waitMillis;

    FeedbackMaker(DelayProfiles delays, long waitMillis) {
        this.delays = delays;
        this.waitMillis = waitMillis;
    }

    Feedback of(Scored row, Change change) {
        Choice before = change.before();
        Choice after = change.after();
        Label cause = change.cause();
        String replaced = before == null ? null : before.value();
        if (cause == null) {
            return new Feedback(row, Feedback.Kind.ABSENT, null, replaced, null, delays.share(waitMillis));
        }
        long delay = delayMillis(row, cause, change.arrivedMillis());
        Label shown = after == null ? cause : after.label();
        if (change.kind() == Feedback.Kind.TRUTH) {
            delays.add(shown.author().source(), delay);
        }
        Feedback.Evidence evidence = new Feedback.Evidence(
                weight(before, after),
                shown.author().source(),
                shown.author().labeler(),
                shown.moment().timeMillis(),
                shown.moment().knownMillis(),
                delay,
                cause.identity());
        return new Feedback(
                row,
                change.kind(),
                after == null ? null : after.value(),
                replaced,
                evidence,
                delays.share(shown.author().source(), delay));
    }

    /**
     * When this could be known: when the truth was, or else the label was written, but not before the event. A label without
     * a time that was written after the row's wait is of another age than its event, as in a replay of the past; it tells
     * nothing of the time of the stream.
     */
    long timeMillis(Scored row, Change change) {
        Label cause = change.cause();
        if (cause == null) {
            return row.timeMillis() + waitMillis;
        }
        Label.Moment moment = cause.moment();
        if (moment.timeMillis() != Label.NO_TIME) {
            return Math.max(row.timeMillis(), moment.timeMillis());
        }
        boolean sameAge = moment.knownMillis() < row.timeMillis() + waitMillis;
        return sameAge ? Math.max(row.timeMillis(), moment.knownMillis()) : row.timeMillis();
    }

    /* What is taken back weighs what it weighed. */
    private static double weight(@Nullable Choice before, @Nullable Choice after) {
        if (after != null) {
            return after.weight();
        }
        return before == null ? 0 : before.weight();
    }

    /*
     * Event time from the event to the coming of its label: how far the stream was then, but not later than the label was
     * written, which counts where a backlog is read, and not earlier than the truth was.
     */
    private static long delayMillis(Scored row, Label cause, long arrivedMillis) {
        Label.Moment moment = cause.moment();
        long came = Math.max(arrivedMillis, moment.timeMillis());
        long known = moment.knownMillis() < 0 ? came : Math.min(came, moment.knownMillis());
        return known <= row.timeMillis() ? 0 : known - row.timeMillis();
    }
}
