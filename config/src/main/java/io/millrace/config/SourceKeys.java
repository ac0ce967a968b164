package io.millrace.config;

import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.List;
import java.util.stream.Collectors;

/** The keys of {@link ViewConfig.Source}: one section for each kind, of which a view has one. */
final class SourceKeys {
    static final Key<Section> JDBC =
            Key.optional("jdbc", Type.section(JdbcKeys.SHAPE), "a table in a database, which someone else fills");
    static final Key<Section> REDIS =
            Key.optional("redis", Type.section(RedisKeys.SHAPE), "keys of a Redis server, which someone else fills");
    static final Key<Section> STREAM = Key.optional(
            "stream", Type.section(StreamKeys.SHAPE), "a stream of events, from which the columns are computed here");

    static final Key<Section> TOPIC =
            Key.optional("topic", Type.section(TopicKeys.SHAPE), "a compacted topic, which someone else fills");

    static final Shape SHAPE = Shape.of(JDBC, REDIS, STREAM, TOPIC);

    private static final List<Key<Section>> KINDS = List.of(JDBC, REDIS, STREAM, TOPIC);

    private SourceKeys() {}

    static ViewConfig.Source bind(String view, String key, Section section, Environment environment) {
        List<Key<Section>> given = KINDS.stream().filter(section::has).toList();
        for (Key<Section> other : given.stream().skip(1).toList()) {
            section.refuse(other, "has no effect beside " + given.get(0).name() + "; a view has one source");
        }
        Section stream = section.find(STREAM);
        if (stream != null) {
            return StreamKeys.bind(view, stream);
        }
        Section topic = section.find(TOPIC);
        if (topic != null) {
            return TopicKeys.bind(topic);
        }
        Section redis = section.find(REDIS);
        if (redis != null) {
            return RedisKeys.bind(view, redis);
        }
        Section jdbc = section.find(JDBC);
        if (jdbc != null) {
            return JdbcKeys.bind(view, key, jdbc, environment);
        }
        String kinds = KINDS.stream().map(Key::name).collect(Collectors.joining(", "));
        section.refuse(JDBC, "is missing: a view has one source, of " + kinds);
        return ViewFiles.UNREADABLE.source();
    }
}
