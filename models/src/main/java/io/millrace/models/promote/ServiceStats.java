package io.millrace.models.promote;

/**
 * How a version ran since the step of its rollout began.
 *
 * @param requests rows that it scored or should have scored
 * @param errors of them, rows that it failed on or did not answer in time
 * @param notFinite of them, rows for which it answered NaN or infinity
 * @param latency of its answers
 */
public record ServiceStats(long requests, long errors, long notFinite, LatencyCounts latency) {
    /** Before the first request. */
    public static ServiceStats none() {
        return new ServiceStats(0, 0, 0, LatencyCounts.empty());
    }
}
