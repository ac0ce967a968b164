package io.millrace.operators.enrich;

import io.millrace.config.ViewConfig;

/** Finds the topic of a view whose values arrive on one. */
@FunctionalInterface
public interface UpdateTopics {

    UpdateTopic of(ViewConfig view, ViewConfig.Streamed source);
}
