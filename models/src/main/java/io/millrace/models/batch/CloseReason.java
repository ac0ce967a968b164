package io.millrace.models.batch;

/** Why a batch stopped taking rows. */
public enum CloseReason {
    /** It holds as many rows as the policy allows. */
    FULL,
    /** Its oldest row has waited for the maximum delay. */
    DEADLINE,
    /** A worker had nothing else to do. */
    IDLE_WORKER,
    /** The input ended or the operator drains. */
    DRAIN,
    /** Another model version serves from the next row on. */
    SWITCH
}
