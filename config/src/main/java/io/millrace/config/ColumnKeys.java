package io.millrace.config;

import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of {@link ViewConfig.Column}. */
final class ColumnKeys {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");

    static final Key<FieldType> TYPE = Key.required(
            "type",
            Type.oneOf(List.of(FieldType.FLOAT, FieldType.INT, FieldType.BOOL, FieldType.CATEGORY), List.of("vector")),
            "type of the column's values");
    static final Key<String> MEANING = Key.required("meaning", Type.text(), "what a value says, for people");
    static final Key<String> UNIT = Key.of("unit", Type.text(), "", "unit of measurement");
    static final Key<String> DEFAULT =
            Key.optional("default", Type.text(), "value that is served, and flagged, when the source has none");
    static final Key<Section> AGGREGATE = Key.optional(
            "aggregate",
            Type.section(AggregateKeys.SHAPE),
            "how train computes the column from its rows; without it someone else fills the column");

    static final Shape SHAPE = Shape.of(TYPE, MEANING, UNIT, DEFAULT, AGGREGATE);

    private ColumnKeys() {}

    static ViewConfig.Column bind(String name, Section section) {
        ViewConfig.Column column = new ViewConfig.Column(
                name,
                section.get(TYPE),
                section.get(MEANING),
                section.get(UNIT),
                section.find(DEFAULT),
                aggregate(section));
        theDefaultIsOfTheType(section, column);
        aggregatesAreNumbers(section, column);
        return column;
    }

    private static @Nullable Aggregate aggregate(Section section) {
        Section aggregate = section.find(AGGREGATE);
        return aggregate == null ? null : AggregateKeys.bind(aggregate);
    }

    private static void theDefaultIsOfTheType(Section section, ViewConfig.Column column) {
        String value = column.defaultValue();
        if (value != null && section.sound(TYPE, DEFAULT) && !fits(column.type(), value)) {
            section.refuse(DEFAULT, "must be a value of type " + TYPE.type().print(column.type()));
        }
    }

    private static boolean fits(FieldType type, String value) {
        return switch (type) {
            case FLOAT -> isNumber(value);
            case INT -> WHOLE.matcher(value).matches();
            case BOOL -> value.equals("true") || value.equals("false");
            case CATEGORY -> true;
            case VECTOR -> false;
        };
    }

    private static boolean isNumber(String value) {
        try {
            return Double.isFinite(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void aggregatesAreNumbers(Section section, ViewConfig.Column column) {
        boolean number = column.type() == FieldType.FLOAT || column.type() == FieldType.INT;
        if (column.aggregate() != null && section.sound(TYPE) && !number) {
            section.refuse(TYPE, "must be float or int: an aggregate is a number");
        }
    }
}
