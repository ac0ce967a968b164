package io.millrace.config;

import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.ViewConfig.Aggregate.Function;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Nearest;
import io.millrace.config.bind.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules between sections of a view file. */
final class ViewRules {
    private final Section root;
    private final ViewConfig view;

    ViewRules(Section root, ViewConfig view) {
        this.root = root;
        this.view = view;
    }

    void check() {
        if (!root.sound(ViewKeys.SOURCE)) {
            return;
        }
        Map<String, Section> sections = root.get(ViewKeys.COLUMNS);
        for (ViewConfig.Column column : view.columns()) {
            Section section = sections.get(column.name());
            if (section != null && section.sound()) {
                check(section, column);
            }
        }
        if (view.source() instanceof ViewConfig.Streamed && root.has(ViewKeys.CACHE)) {
            root.refuse(ViewKeys.CACHE, "has no effect: values that arrive on a topic are kept in state, not cached");
        }
    }

    private void check(Section section, ViewConfig.Column column) {
        if (view.source() instanceof ViewConfig.Stream stream) {
            everyColumnIsComputed(section, column);
            windowsAreMultiplesOfTheSlide(section, column, stream);
            whatIsAggregatedIsAField(section, column, stream);
            ratiosAreOfAggregates(section, column);
        } else {
            nothingIsComputed(section);
        }
    }

    private static void everyColumnIsComputed(Section section, ViewConfig.Column column) {
        if (column.aggregate() == null && column.ratio() == null) {
            section.refuse(
                    ColumnKeys.AGGREGATE,
                    "is missing: the columns of a stream's view are aggregates or ratios of them");
        }
    }

    private static void windowsAreMultiplesOfTheSlide(
            Section section, ViewConfig.Column column, ViewConfig.Stream stream) {
        Aggregate aggregate = column.aggregate();
        if (aggregate == null) {
            return;
        }
        Section keys = section.get(ColumnKeys.AGGREGATE);
        if (keys.sound(AggregateKeys.OVER)
                && aggregate.over().toMillis() % stream.every().toMillis() != 0) {
            keys.refuse(
                    AggregateKeys.OVER,
                    "must be a multiple of source.stream.every = "
                            + StreamKeys.EVERY.type().print(stream.every()));
        }
    }

    private static void whatIsAggregatedIsAField(Section section, ViewConfig.Column column, ViewConfig.Stream stream) {
        Aggregate aggregate = column.aggregate();
        if (aggregate == null) {
            return;
        }
        Section keys = section.get(ColumnKeys.AGGREGATE);
        FieldType type = fieldType(keys, AggregateKeys.OF, aggregate.of(), stream);
        if (type != null) {
            theFunctionTakesTheType(keys, column, aggregate.function(), type);
        }
        FieldType per = fieldType(keys, AggregateKeys.PER, aggregate.per(), stream);
        if (per != null && !per.isNumber()) {
            keys.refuse(AggregateKeys.PER, "must be a field of type float or int");
        }
    }

    private static @Nullable FieldType fieldType(
            Section keys, Key<String> key, @Nullable String name, ViewConfig.Stream stream) {
        if (name == null) {
            return null;
        }
        List<FieldConfig> fields = stream.events().fields();
        Optional<FieldConfig> field =
                fields.stream().filter(each -> each.name().equals(name)).findFirst();
        if (field.isEmpty()) {
            List<String> known = fields.stream().map(FieldConfig::name).toList();
            keys.refuse(key, "must be a field of source.stream.events" + Nearest.hint(name, known));
        }
        return field.map(FieldConfig::type).orElse(null);
    }

    private static void theFunctionTakesTheType(
            Section keys, ViewConfig.Column column, Function function, FieldType type) {
        boolean fits =
                switch (function) {
                    case DISTINCT -> type != FieldType.VECTOR;
                    case LAST -> type == column.type();
                    case COUNT, TIME_SINCE_LAST -> true;
                    case SUM, MEAN, DEVIATION, MEDIAN, QUANTILE, MIN, MAX -> type.isNumber();
                };
        if (!fits) {
            keys.refuse(
                    AggregateKeys.OF,
                    function == Function.LAST
                            ? "must be a field of the column's type"
                            : "must be a field that the function takes: "
                                    + AggregateKeys.FUNCTION.type().print(function) + " takes numbers");
        }
    }

    private void ratiosAreOfAggregates(Section section, ViewConfig.Column column) {
        ViewConfig.Ratio ratio = column.ratio();
        if (ratio != null) {
            Section keys = section.get(ColumnKeys.RATIO);
            isAggregated(keys, RatioKeys.OF, ratio.of());
            isAggregated(keys, RatioKeys.PER, ratio.per());
        }
    }

    private void isAggregated(Section keys, Key<String> key, String name) {
        List<String> known = view.columns().stream()
                .filter(column -> column.aggregate() != null && column.type().isNumber())
                .map(ViewConfig.Column::name)
                .toList();
        if (!known.contains(name)) {
            keys.refuse(key, "must be an aggregated number of the view" + Nearest.hint(name, known));
        }
    }

    private static void nothingIsComputed(Section section) {
        for (Key<Section> computed : List.of(ColumnKeys.AGGREGATE, ColumnKeys.RATIO)) {
            if (section.has(computed)) {
                section.refuse(computed, "is for views with source.stream only; remove it");
            }
        }
    }
}
