package io.millrace.models.registry;

import io.millrace.config.bind.Key;
import io.millrace.config.bind.Section;
import io.millrace.config.bind.Shape;
import io.millrace.config.bind.Type;
import io.millrace.models.feature.ColumnEncoding;
import io.millrace.models.feature.Encoding;
import io.millrace.models.feature.Encoding.Index;
import io.millrace.models.feature.Encoding.Numeric;
import io.millrace.models.feature.Encoding.OneHot;
import io.millrace.models.feature.Encoding.Scale;
import io.millrace.models.feature.InputEncoding;
import io.millrace.models.tensor.TensorSpec.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inputs of a model, with the encodings of their columns, in YAML. */
final class EncodingYaml {
    private static final int MAX_COLUMNS = 100_000;
    private static final int MAX_VOCABULARY = 100_000;
    private static final int MAX_LENGTH = 1 << 20;

    private static final Key<String> COLUMN =
            Key.required("column", Type.text(), "column of the row: a field, or a feature as view.column");
    private static final Key<Kind> ENCODE =
            Key.required("encode", Type.oneOf(Kind.class), "how its values become elements");
    private static final Key<Double> MEAN = Key.of("mean", Type.number(), 0.0, "subtracted after scaling");
    private static final Key<Double> DEVIATION =
            Key.of("deviation", Type.number(Double.MIN_VALUE, Double.MAX_VALUE), 1.0, "divides after the mean");
    private static final Key<Double> FILL = Key.of("fill", Type.number(), 0.0, "stands in for a missing number");
    private static final Key<Boolean> INDICATOR =
            Key.of("indicator", Type.bool(), false, "whether a second element marks a missing number");
    private static final Key<List<String>> VOCABULARY = Key.of(
            "vocabulary", Type.list(Type.text(), 0, MAX_VOCABULARY), List.of(), "the known texts, in their order");
    private static final Key<Integer> LENGTH = Key.of("length", Type.integer(1, MAX_LENGTH), 1, "elements of a vector");
    private static final Shape COLUMN_SHAPE =
            Shape.of(COLUMN, ENCODE, MEAN, DEVIATION, FILL, INDICATOR, VOCABULARY, LENGTH);

    private static final Key<String> NAME = Key.required("name", Type.text(), "name of the tensor");
    private static final Key<Element> ELEMENT =
            Key.of("element", Type.oneOf(Element.class), Element.FLOAT32, "type of its elements");
    private static final Key<List<Section>> COLUMNS = Key.required(
            "columns",
            Type.list(Type.section(COLUMN_SHAPE), 1, MAX_COLUMNS),
            "its columns, in the order of its elements");

    /** The inputs of a model, in the order in which it takes them. */
    static final Key<List<Section>> INPUTS = Key.required(
            "inputs",
            Type.list(Type.section(Shape.of(NAME, ELEMENT, COLUMNS)), 1, 1000),
            "the model's inputs, in the order of its arguments");

    private EncodingYaml() {}

    /** The names of the encodings. */
    private enum Kind {
        RAW,
        STANDARD,
        LOG,
        ONE_HOT,
        INDEX,
        VECTOR
    }

    /** The inputs that the section lists; what does not fit together is reported. */
    static List<InputEncoding> read(Section parent) {
        List<InputEncoding> inputs = new ArrayList<>();
        List<Section> sections = parent.get(INPUTS);
        for (int i = 0; i < sections.size(); i++) {
            InputEncoding input = input(parent, i, sections.get(i));
            if (input != null) {
                inputs.add(input);
            }
        }
        return inputs;
    }

    private static @Nullable InputEncoding input(Section parent, int index, Section section) {
        List<ColumnEncoding> columns =
                section.get(COLUMNS).stream().map(EncodingYaml::column).toList();
        String name = section.get(NAME);
        Element element = section.get(ELEMENT);
        if (!section.sound()) {
            return null;
        }
        try {
            return new InputEncoding(name, element, columns);
        } catch (IllegalArgumentException e) {
            parent.refuse(INPUTS, index, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static ColumnEncoding column(Section section) {
        return new ColumnEncoding(section.get(COLUMN), encoding(section));
    }

    private static Encoding encoding(Section section) {
        double mean = section.get(MEAN);
        double deviation = section.get(DEVIATION);
        double fill = section.get(FILL);
        boolean indicator = section.get(INDICATOR);
        List<String> vocabulary = section.get(VOCABULARY);
        int length = section.get(LENGTH);
        Kind kind = section.get(ENCODE);
        try {
            return switch (kind) {
                case RAW -> Numeric.raw(fill, indicator);
                case STANDARD -> new Numeric(Scale.STANDARD, mean, deviation, fill, indicator);
                case LOG -> new Numeric(Scale.LOG, mean, deviation, fill, indicator);
                case ONE_HOT -> new OneHot(vocabulary);
                case INDEX -> new Index(vocabulary);
                case VECTOR -> new Encoding.Vector(length);
            };
        } catch (IllegalArgumentException e) {
            if (section.sound()) {
                section.refuse(ENCODE, String.valueOf(e.getMessage()));
            }
            return Numeric.raw(0, /* indicator= */ false);
        }
    }

    /** The inputs as plain data. */
    static List<Map<String, Object>> write(List<InputEncoding> inputs) {
        List<Map<String, Object>> written = new ArrayList<>();
        for (InputEncoding input : inputs) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put(NAME.name(), input.name());
            entry.put(ELEMENT.name(), ELEMENT.type().print(input.element()));
            entry.put(
                    COLUMNS.name(),
                    input.columns().stream().map(EncodingYaml::write).toList());
            written.add(entry);
        }
        return written;
    }

    private static Map<String, Object> write(ColumnEncoding column) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(COLUMN.name(), column.column());
        entry.putAll(column.encoding()
                .fold(
                        EncodingYaml::numeric,
                        oneHot -> texts(Kind.ONE_HOT, oneHot.vocabulary()),
                        index -> texts(Kind.INDEX, index.vocabulary()),
                        vector -> of(Kind.VECTOR, LENGTH, vector.length())));
        return entry;
    }

    private static Map<String, Object> numeric(Numeric numeric) {
        Map<String, Object> entry = of(Kind.valueOf(numeric.scale().name()), FILL, numeric.fill());
        if (numeric.scale() != Scale.RAW) {
            entry.put(MEAN.name(), numeric.mean());
            entry.put(DEVIATION.name(), numeric.deviation());
        }
        if (numeric.indicator()) {
            entry.put(INDICATOR.name(), true);
        }
        return entry;
    }

    private static Map<String, Object> texts(Kind kind, List<String> vocabulary) {
        return of(kind, VOCABULARY, vocabulary);
    }

    private static Map<String, Object> of(Kind kind, Key<?> key, Object value) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(ENCODE.name(), ENCODE.type().print(kind));
        entry.put(key.name(), value);
        return entry;
    }
}
