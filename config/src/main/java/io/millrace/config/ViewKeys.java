package io.millrace.config;

import io.millrace.config.bind.Environment;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of a view file, {@link ViewConfig}. */
final class ViewKeys {
    private static final Type<Duration> AGE = Type.duration(Duration.ofSeconds(1), Duration.ofDays(3650));

    static final Key<String> VIEW = Key.required("view", NameTypes.VIEW, "name of the view, the same as its file's");
    static final Key<Integer> VERSION =
            Key.of("version", Type.integer(1, 1_000_000), 1, "version of the meaning of the view's columns");
    static final Key<String> OWNER = Key.required("owner", Type.text(), "who answers for the values");
    static final Key<String> DESCRIPTION = Key.required("description", Type.text(), "what the view is about");
    static final Key<String> KEY = Key.required("key", NameTypes.COLUMN, "name of the entity that is looked up");
    static final Key<Map<String, Section>> COLUMNS = Key.required(
            "columns", Type.map(NameTypes.COLUMN, Type.section(ColumnKeys.SHAPE), 1, 500), "the features, by name");
    static final Key<Duration> MAX_AGE = Key.required(
            "max-age", AGE, "age past which the owner no longer vouches for a value; a pipeline may ask for less");
    static final Key<Section> SOURCE =
            Key.required("source", Type.section(SourceKeys.SHAPE), "where the values come from: one of the following");
    static final Key<Section> CACHE =
            Key.optional("cache", Type.section(CacheKeys.SHAPE), "the cache in front of the source");

    static final Shape SHAPE = Shape.of(VIEW, VERSION, OWNER, DESCRIPTION, KEY, COLUMNS, MAX_AGE, SOURCE, CACHE);

    private ViewKeys() {}

    static ViewConfig bind(String fileName, Section section, Environment environment) {
        String view = section.get(VIEW);
        theNameIsTheFiles(section, fileName, view);
        List<ViewConfig.Column> columns = new ArrayList<>();
        section.get(COLUMNS).forEach((name, column) -> columns.add(ColumnKeys.bind(name, column)));
        String key = section.get(KEY);
        Duration maxAge = section.get(MAX_AGE);
        ViewConfig bound = new ViewConfig(
                view,
                section.get(VERSION),
                section.get(OWNER),
                section.get(DESCRIPTION),
                key,
                columns,
                maxAge,
                SourceKeys.bind(view, key, section.get(SOURCE), environment),
                CacheKeys.bind(maxAge, section.get(CACHE)));
        new ViewRules(section, bound).check();
        return bound;
    }

    private static void theNameIsTheFiles(Section section, String fileName, String view) {
        if (section.sound(VIEW) && !view.equals(fileName)) {
            section.refuse(VIEW, "must be the name of its file, " + fileName);
        }
    }
}
