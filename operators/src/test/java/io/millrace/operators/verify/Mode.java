package io.millrace.operators.verify;

/** A way in which the same steps are given to an operator. */
public enum Mode {
    /** Each step is given when everything before it has left. */
    ONE_BY_ONE,
    /** Every step is given before a mail runs, unless the operator waits for one. */
    ALL_AT_ONCE,
    /** After each element comes a watermark as high as any timestamp so far, so that what is out of order is late. */
    LATE_WATERMARKS,
    /** After each step the operator is snapshotted, crashes and goes on from the snapshot; no mail runs in between. */
    RESTORE_AFTER_EACH,
    /** After every other step everything leaves that can, then the operator goes on from a snapshot. */
    RESTORE_AFTER_EVERY_OTHER,
    /** After each step it is snapshotted, takes two more steps, crashes, goes on from the snapshot and sees them again. */
    CRASH_AND_REPLAY,
    /** A third of the steps goes to one subtask, a third to two that share its state, a third to one that joins them. */
    RESCALE
}
