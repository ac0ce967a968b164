package io.millrace.models.tensor;

/**
 * A column of a table that is asked for.
 *
 * @param use how its values are wanted
 */
public record WantedColumn(String name, Use use) {

    /** What becomes of the values of a column. */
    public enum Use {
        /** Numbers, from columns of whole numbers and of floats. */
        NUMBER,
        /** 0 and 1, from columns of booleans. */
        TRUTH,
        /** Texts, from columns of texts and, digit by digit, of whole numbers. */
        TEXT,
        /** Vectors, from columns of lists of floats. */
        VECTOR,
        /** Milliseconds, from columns of timestamps, dates and whole numbers; or texts, from columns of texts. */
        TIME,
        /** As {@link #TIME}, but whole numbers are texts, digit by digit. */
        TIME_BY_DIGITS
    }
}
