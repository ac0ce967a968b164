package io.millrace.jobs.kafka;

import io.millrace.config.TopicsConfig;
import io.millrace.operators.record.Outbound;
import io.millrace.operators.route.Route;
import org.apache.flink.api.connector.sink2.Sink;

/** The topics that the scoring job writes. */
public record ScoringSinks(SinkSettings settings, TopicsConfig topics) implements Route.Sinks {

    @Override
    public Sink<Outbound> predictions() {
        return settings.sink("predictions", topics.predictions());
    }

    @Override
    public Sink<Outbound> reviews() {
        return settings.sink("reviews", topics.reviews());
    }

    @Override
    public Sink<Outbound> deadLetters() {
        return settings.sink("dead-letters", topics.deadLetters());
    }

    @Override
    public Sink<Outbound> scored() {
        return settings.sink("scored", topics.scored());
    }
}
