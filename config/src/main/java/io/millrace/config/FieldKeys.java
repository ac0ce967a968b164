package io.millrace.config;

import io.millrace.config.FieldConfig.Encode;
import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The keys of {@link FieldConfig}. */
final class FieldKeys {
    static final Key<FieldType> TYPE = Key.required("type", Type.oneOf(FieldType.class), "type of the field's value");
    static final Key<Double> MIN = Key.optional("min", Type.number(), "smallest allowed number");
    static final Key<Double> MAX = Key.optional("max", Type.number(), "largest allowed number");
    static final Key<List<String>> VALUES = Key.of(
            "values",
            Type.distinct(Type.text(), 0, 10_000),
            List.of(),
            "allowed texts of a category; an empty list allows any");
    static final Key<Boolean> REQUIRED = Key.of(
            "required",
            Type.bool(),
            true,
            "whether an event without the field is rejected; otherwise its value is missing");
    static final Key<Integer> LENGTH =
            Key.optional("length", Type.integer(1, 65_536), "number of elements of a vector, which must say it");
    static final Key<Boolean> INPUT = Key.of("input", Type.bool(), true, "whether the field is an input of the model");
    static final Key<Encode> ENCODE = Key.of(
            "encode",
            Type.oneOf(Encode.class),
            Encode.AUTO,
            "how a trained model scales the field: standard is (x - mean) / deviation, log the same of sign(x) ·"
                    + " log(1 + |x|); auto is log for numbers that are far from symmetric, standard for other numbers"
                    + " and one-hot for categories");

    static final Shape SHAPE = Shape.of(TYPE, MIN, MAX, VALUES, REQUIRED, LENGTH, INPUT, ENCODE);

    private static final Bounds BOUNDS = new Bounds(MIN, MAX);

    private FieldKeys() {}

    static FieldConfig bind(String name, Section section) {
        Integer length = section.find(LENGTH);
        FieldConfig field = new FieldConfig(
                name,
                section.get(TYPE),
                section.find(MIN),
                section.find(MAX),
                section.get(VALUES),
                section.get(REQUIRED),
                length == null ? 1 : length,
                section.get(INPUT),
                section.get(ENCODE));
        BOUNDS.check(section, TYPE);
        if (section.sound(TYPE)) {
            valuesAreForCategories(section, field);
            vectorsAndOnlyVectorsHaveALength(section, field.type());
            encodingFitsTheType(section, field);
        }
        return field;
    }

    private static void valuesAreForCategories(Section section, FieldConfig field) {
        if (section.has(VALUES) && field.type() != FieldType.CATEGORY) {
            section.refuse(VALUES, "is only for type category; remove it");
        }
    }

    static void vectorsAndOnlyVectorsHaveALength(Section section, FieldType type) {
        boolean vector = type == FieldType.VECTOR;
        if (vector && !section.has(LENGTH)) {
            section.refuse(LENGTH, "is missing: a vector must say its " + LENGTH.name());
        }
        if (!vector && section.has(LENGTH)) {
            section.refuse(LENGTH, "is only for type vector; remove it");
        }
    }

    private static void encodingFitsTheType(Section section, FieldConfig field) {
        if (section.sound(ENCODE) && !encodings(field.type()).contains(field.encode())) {
            List<String> fitting =
                    encodings(field.type()).stream().map(ENCODE.type()::print).toList();
            section.refuse(
                    ENCODE,
                    "does not fit type " + TYPE.type().print(field.type()) + "; use " + String.join(" or ", fitting));
        }
    }

    private static Set<Encode> encodings(FieldType type) {
        return switch (type) {
            case FLOAT, INT -> EnumSet.of(Encode.AUTO, Encode.RAW, Encode.STANDARD, Encode.LOG);
            case BOOL -> EnumSet.of(Encode.AUTO, Encode.RAW, Encode.STANDARD);
            case VECTOR -> EnumSet.of(Encode.AUTO, Encode.RAW);
            case CATEGORY -> EnumSet.of(Encode.AUTO, Encode.ONE_HOT);
        };
    }
}
