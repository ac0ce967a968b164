package io.millrace.config.bind;

import java.util.function.Function;

/** A single value. */
final class ScalarType<T> extends Type<T> {
    private final Words words;
    private final Parser<T> parser;
    private final T placeholder;
    private final Function<T, String> printer;

    ScalarType(Words words, Parser<T> parser, T placeholder, Function<T, String> printer) {
        this.words = words;
        this.parser = parser;
        this.placeholder = placeholder;
        this.printer = printer;
    }

    @Override
    public String name() {
        return words.name();
    }

    @Override
    public String bound() {
        return words.bound();
    }

    @Override
    public String print(T value) {
        return printer.apply(value);
    }

    @Override
    T parse(Node node, Place place) {
        if (node instanceof Node.Scalar scalar) {
            return parser.parse(scalar);
        }
        throw new Refusal("must be a single value, not " + node.kind());
    }

    @Override
    T placeholder(Place place) {
        return placeholder;
    }

    /** Throws a {@link Refusal} for what is not a value of the type. */
    interface Parser<T> {
        T parse(Node.Scalar scalar);
    }

    /** How the type is called and bounded, for people. */
    record Words(String name, String bound) {}
}
