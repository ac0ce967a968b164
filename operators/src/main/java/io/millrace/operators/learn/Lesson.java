package io.millrace.operators.learn;

import io.millrace.operators.record.Feedback;
import java.util.Comparator;

/**
 * Feedback that can be learned from, and its place among others.
 *
 * @param timeMillis when it could be known
 */
record Lesson(long timeMillis, String id, Feedback feedback) {
    /** By time; of the same time by id, so that it does not matter which came first. */
    static final Comparator<Lesson> ORDER = Comparator.comparingLong(Lesson::timeMillis)
            .thenComparing(Lesson::id)
            .thenComparing(lesson -> lesson.feedback().kind());

    static Lesson of(Feedback feedback, long timeMillis) {
        return new Lesson(timeMillis, feedback.id(), feedback);
    }
}
