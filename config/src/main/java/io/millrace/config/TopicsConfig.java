package io.millrace.config;

import java.io.Serializable;

/** The names of the topics a pipeline writes; each defaults to {@code <pipeline>.<kind>}. */
public record TopicsConfig(
        String predictions,
        String scored,
        String reviews,
        String models,
        String quality,
        String alerts,
        String feedback,
        String deadLetters)
        implements Serializable {}
