package io.millrace.config;

import io.millrace.config.FeatureConfig.OnMissing;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Nearest;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of {@link FeatureConfig}. */
final class FeatureKeys {
    static final Key<String> VIEW =
            Key.required("view", NameTypes.VIEW, "the view: its file is ../features/<view>.yaml");
    static final Key<String> KEY = Key.required("key", NameTypes.FIELD, "field of the event whose value is looked up");
    static final Key<List<String>> USE = Key.required(
            "use", Type.distinct(NameTypes.COLUMN, 1, 500), "the columns of the view that the model sees, in order");
    static final Key<Duration> MAX_AGE = Key.derived(
            "max-age",
            Type.duration(Duration.ofMillis(10), Duration.ofDays(3650)),
            "max-age of the view",
            "a value older than this is never served as present");
    static final Key<OnMissing> ON_MISSING = Key.of(
            "on-missing",
            Type.oneOf(OnMissing.class),
            OnMissing.DEFAULT,
            "when there is no value: default takes the column's default and flags it, reject makes a dead letter");

    static final Shape SHAPE = Shape.of(VIEW, KEY, USE, MAX_AGE, ON_MISSING);

    private FeatureKeys() {}

    static FeatureConfig bind(Section section, EventsConfig events, ViewFiles views) {
        List<String> use = section.get(USE);
        Optional<ViewConfig> view = views.read(section, VIEW);
        FeatureConfig feature = new FeatureConfig(
                view.orElse(ViewFiles.UNREADABLE),
                section.get(KEY),
                view.map(found -> columns(section, use, found)).orElse(List.of()),
                section.get(MAX_AGE, () -> view.orElse(ViewFiles.UNREADABLE).maxAge()),
                section.get(ON_MISSING));
        theKeyIsInTheEvent(section, feature, events);
        if (view.isPresent()) {
            theOwnerVouchesForTheAge(section, feature);
            everyColumnThatMayBeMissingHasADefault(section, feature);
        }
        return feature;
    }

    private static List<ViewConfig.Column> columns(Section section, List<String> use, ViewConfig view) {
        List<ViewConfig.Column> columns = new ArrayList<>();
        if (section.sound(USE)) {
            for (int i = 0; i < use.size(); i++) {
                Optional<ViewConfig.Column> column = column(use.get(i), view);
                column.ifPresent(columns::add);
                if (column.isEmpty()) {
                    section.refuse(USE, i, undeclared(use.get(i), view));
                }
            }
        }
        return columns;
    }

    private static Optional<ViewConfig.Column> column(String name, ViewConfig view) {
        return view.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    private static String undeclared(String name, ViewConfig view) {
        List<String> known =
                view.columns().stream().map(ViewConfig.Column::name).toList();
        String columns = "; its columns are " + String.join(", ", known);
        return "is not declared by the view " + view.view()
                + Nearest.to(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(columns);
    }

    private static void theKeyIsInTheEvent(Section section, FeatureConfig feature, EventsConfig events) {
        if (!section.sound(KEY) || feature.key().equals(events.key())) {
            return;
        }
        List<String> known = new ArrayList<>(List.of(events.key()));
        for (FieldConfig field : events.fields()) {
            if (field.type() == FieldType.CATEGORY || field.type() == FieldType.INT) {
                known.add(field.name());
            }
        }
        if (!known.contains(feature.key())) {
            section.refuse(
                    KEY, "must be events.key or a field of type category or int" + Nearest.hint(feature.key(), known));
        }
    }

    private static void theOwnerVouchesForTheAge(Section section, FeatureConfig feature) {
        Duration vouched = feature.view().maxAge();
        if (section.sound(MAX_AGE) && feature.maxAge().compareTo(vouched) > 0) {
            section.refuse(
                    MAX_AGE,
                    "must not be longer than the view's max-age = "
                            + MAX_AGE.type().print(vouched));
        }
    }

    private static void everyColumnThatMayBeMissingHasADefault(Section section, FeatureConfig feature) {
        if (!section.sound(USE, ON_MISSING) || feature.onMissing() != OnMissing.DEFAULT) {
            return;
        }
        for (int i = 0; i < feature.use().size(); i++) {
            if (feature.use().get(i).defaultValue() == null) {
                section.refuse(USE, i, "has no default in its view: give it one, or say on-missing: reject");
            }
        }
    }
}
