package io.millrace.models.promote;

/**
 * What is known of how two versions run, at one time.
 *
 * @param step of the rollout that it is about: epoch of the aliases under which it was counted
 * @param shift of the candidate's outputs against the champion's
 * @param fault why the candidate cannot run at all; empty if it can
 */
public record ServiceReport(
        long step, ServiceStats champion, ServiceStats candidate, OutputShift shift, String fault) {}
