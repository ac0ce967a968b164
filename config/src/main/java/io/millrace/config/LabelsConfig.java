package io.millrace.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it becomes known what was true: the topic of the labels, how a label finds what was predicted, and which of several
 * labels counts.
 *
 * @param time when the truth was, or null if labels do not say
 */
public record LabelsConfig(
        String topic, Match match, EventsConfig.@Nullable Time time, Fields fields, Waiting waiting, Conflict conflict)
        implements Serializable {

    /** What a label names of the event that it is about. */
    public enum By {
        PREDICTION,
        EVENT,
        KEY
    }

    /**
     * How a label finds what was predicted.
     *
     * @param field of the label with that name
     * @param within how long before the label's time the event was at most; null unless by {@link By#KEY}
     */
    public record Match(By by, String field, @Nullable Duration within) implements Serializable {}

    /**
     * The fields of a label; those that are null are in no label.
     *
     * @param value the truth
     * @param id the label's own
     * @param source where the label comes from, for {@link Policy#PRIORITY}
     * @param labeler who says it
     * @param revision a number that grows when the same label is said again
     * @param retracted true in a label that takes back what was said
     * @param confidence weight of the label, above 0 and at most 1
     */
    public record Fields(
            String value,
            @Nullable String id,
            @Nullable String source,
            @Nullable String labeler,
            @Nullable String revision,
            @Nullable String retracted,
            @Nullable String confidence)
            implements Serializable {}

    /**
     * How long one side waits for the other, in event time.
     *
     * @param row how long a scored row waits for its label
     * @param early how long a label waits for its scored row
     */
    public record Waiting(Duration row, Duration early) implements Serializable {}

    /** Which of the labels of one row counts if they do not say the same. */
    public enum Policy {
        LAST_WRITE,
        PRIORITY,
        MAJORITY
    }

    /**
     * What is done about labels of one row that do not say the same.
     *
     * @param priority sources, best first; empty unless {@link Policy#PRIORITY}
     * @param majority labels that are needed before one counts; 1 unless {@link Policy#MAJORITY}
     */
    public record Conflict(Policy policy, List<String> priority, int majority) implements Serializable {

        public Conflict {
            priority = List.copyOf(priority);
        }
    }
}
