package io.millrace.config;

import io.millrace.config.ViewConfig.Aggregate;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of {@link ViewConfig.Column}. */
final class ColumnKeys {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");

    static final Key<FieldType> TYPE = Key.required("type", Type.oneOf(FieldType.class), "type of the column's values");
    static final Key<Integer> LENGTH = FieldKeys.LENGTH;
    static final Key<String> MEANING = Key.required("meaning", Type.text(), "what a value says, for people");
    static final Key<String> UNIT = Key.of("unit", Type.text(), "", "unit of measurement");
    static final Key<Double> MIN =
            Key.optional("min", Type.number(), "smallest number that makes sense; a computed one below it is missing");
    static final Key<Double> MAX =
            Key.optional("max", Type.number(), "largest number that makes sense; a computed one above it is missing");
    static final Key<String> DEFAULT = Key.optional(
            "default",
            Type.text(),
            "value that is served, and flagged, when the source has none; of a vector, a number that every element has");
    static final Key<Section> AGGREGATE = Key.optional(
            "aggregate",
            Type.section(AggregateKeys.SHAPE),
            "how the column of a stream's view is computed from its events");
    static final Key<Section> RATIO = Key.optional(
            "ratio",
            Type.section(RatioKeys.SHAPE),
            "a column of a stream's view that is another one divided by a third");

    static final Shape SHAPE = Shape.of(TYPE, LENGTH, MEANING, UNIT, DEFAULT, MIN, MAX, AGGREGATE, RATIO);

    private static final Bounds BOUNDS = new Bounds(MIN, MAX);

    private ColumnKeys() {}

    static ViewConfig.Column bind(String name, Section section) {
        ViewConfig.Column column = new ViewConfig.Column(
                name,
                section.get(TYPE),
                section.get(LENGTH, () -> 1),
                section.get(MEANING),
                section.get(UNIT),
                section.find(DEFAULT),
                section.find(MIN),
                section.find(MAX),
                aggregate(section),
                ratio(section));
        theDefaultIsOfTheType(section, column);
        if (section.sound(TYPE)) {
            FieldKeys.vectorsAndOnlyVectorsHaveALength(section, column.type());
        }
        computedValuesAreNumbers(section, column);
        BOUNDS.check(section, TYPE);
        theDefaultIsWithinTheBounds(section, column);
        thereIsOneWayToComputeIt(section);
        return column;
    }

    private static @Nullable Aggregate aggregate(Section section) {
        Section aggregate = section.find(AGGREGATE);
        return aggregate == null ? null : AggregateKeys.bind(aggregate);
    }

    private static ViewConfig.@Nullable Ratio ratio(Section section) {
        Section ratio = section.find(RATIO);
        return ratio == null ? null : RatioKeys.bind(ratio);
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
            case VECTOR -> isNumber(value) && Float.isFinite(Float.parseFloat(value));
            case INT -> WHOLE.matcher(value).matches();
            case BOOL -> value.equals("true") || value.equals("false");
            case CATEGORY -> true;
        };
    }

    private static boolean isNumber(String value) {
        try {
            return Double.isFinite(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The last value is what its field is, but vectors are looked up only. */
    private static void computedValuesAreNumbers(Section section, ViewConfig.Column column) {
        Aggregate aggregate = column.aggregate();
        boolean last = aggregate != null
                && aggregate.function() == Aggregate.Function.LAST
                && column.type() != FieldType.VECTOR;
        boolean computed = (aggregate != null && !last) || column.ratio() != null;
        if (computed && section.sound(TYPE) && !column.type().isNumber()) {
            section.refuse(TYPE, "must be float or int: what is computed is a number");
        }
    }

    private static void theDefaultIsWithinTheBounds(Section section, ViewConfig.Column column) {
        String text = column.defaultValue();
        if (text == null
                || !section.sound(TYPE, DEFAULT, MIN, MAX)
                || !column.type().isNumber()) {
            return;
        }
        if (!column.allows(Double.parseDouble(text))) {
            section.refuse(DEFAULT, "must be between min and max of the column");
        }
    }

    private static void thereIsOneWayToComputeIt(Section section) {
        if (section.has(AGGREGATE) && section.has(RATIO)) {
            section.refuse(RATIO, "has no effect beside " + AGGREGATE.name() + "; remove one of them");
        }
    }
}
