package io.millrace.config;

import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;

/** The keys of {@link ViewConfig.Source}: one section for each kind, of which a view has one. */
final class SourceKeys {
    static final Key<Section> JDBC =
            Key.optional("jdbc", Type.section(JdbcKeys.SHAPE), "a table in a database, which someone else fills");
    static final Key<Section> STREAM = Key.optional(
            "stream", Type.section(StreamKeys.SHAPE), "a stream of events, from which the columns are computed here");

    static final Shape SHAPE = Shape.of(JDBC, STREAM);

    private SourceKeys() {}

    static ViewConfig.Source bind(String view, String key, Section section, Environment environment) {
        Section stream = section.find(STREAM);
        if (stream != null) {
            if (section.has(JDBC)) {
                section.refuse(JDBC, "has no effect beside " + STREAM.name() + "; a view has one source");
            }
            return StreamKeys.bind(stream);
        }
        Section jdbc = section.find(JDBC);
        if (jdbc == null) {
            section.refuse(JDBC, "is missing: a view has one source, " + JDBC.name() + " or " + STREAM.name());
            return ViewFiles.UNREADABLE.source();
        }
        return JdbcKeys.bind(view, key, jdbc, environment);
    }
}
