package io.millrace.operators.record;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says was true.
 *
 * @param value the truth as it was written, or null if the label takes back what was said
 * @param confidence weight of the label, above 0 and at most 1
 * @param position where the label was read
 */
@TypeInfo(RecordTypes.Factory.class)
public record Label(
        @Nullable String value, double confidence, Revision revision, Author author, Moment moment, String position) {
    /** A time that no label gives. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /**
     * Which label it is, and the how manieth version of it.
     *
     * @param id the label's own, or null
     */
    public record Revision(@Nullable String id, long number) {}

    /** Who says it. */
    public record Author(@Nullable String source, @Nullable String labeler) {}

    /**
     * When.
     *
     * @param timeMillis when the truth was, or {@link #NO_TIME}
     * @param knownMillis timestamp of the label's record, or a negative number if it has none
     */
    public record Moment(long timeMillis, long knownMillis) {}

    /** Whether the label takes back what was said. */
    public boolean retracts() {
        return value == null;
    }

    /** What two labels share that are the same label, however often it is read. */
    public String identity() {
        return revision.id != null
                ? "#" + revision.id + "@" + revision.number
                : String.join(
                        "|", text(author.source), text(author.labeler), text(value), Long.toString(moment.timeMillis));
    }

    /** What two labels share of which only the newer counts: the label's id, or else who says it. */
    public String voice() {
        return revision.id != null ? "#" + revision.id : text(author.source) + "|" + text(author.labeler);
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }
}
