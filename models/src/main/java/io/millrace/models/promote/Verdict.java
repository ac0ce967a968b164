package io.millrace.models.promote;

/** What a gate says about a candidate. */
public enum Verdict {
    /** The candidate is better. */
    PROMOTE,
    /** It cannot be said yet. */
    HOLD,
    /** The candidate is not better. */
    REJECT
}
