package io.millrace.config;

import java.io.Serializable;

/** The names of the topics that belong to a pipeline; each defaults to {@code <pipeline>.<kind>}. */
public record TopicsConfig(
        String predictions,
        String scored,
        String reviews,
        String models,
        String quality,
        String alerts,
        String drift,
        String feedback,
        String deadLetters)
        implements Serializable {}
