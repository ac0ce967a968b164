package io.millrace.config.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A list. */
final class ListType<T> extends Type<List<T>> {
    private final Type<T> element;
    private final Count count;
    private final boolean distinct;

    ListType(Type<T> element, Count count, boolean distinct) {
        this.element = element;
        this.count = count;
        this.distinct = distinct;
    }

    @Override
    public String name() {
        return "list of " + element.name();
    }

    @Override
    public String bound() {
        String each = element.bound().isEmpty() ? "" : ", each " + element.bound();
        return count + (distinct ? " different" : "") + each;
    }

    @Override
    public String print(List<T> value) {
        return value.stream().map(element::print).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public Optional<Nested> nested() {
        return element.nested().map(inner -> new Nested("[]" + inner.between(), inner.shape()));
    }

    @Override
    List<T> parse(Node node, Place place) {
        if (!(node instanceof Node.Items list)) {
            throw new Refusal("must be a list, not " + node.kind());
        }
        count.check(list.items().size(), "elements");
        List<T> values = new ArrayList<>();
        for (Node item : list.items()) {
            Place at = place.item(values.size(), item.line());
            T value = element.read(item, at);
            if (distinct && at.sound() && values.contains(value)) {
                at.refuse(item, "is given twice");
            }
            values.add(value);
        }
        return List.copyOf(values);
    }

    @Override
    List<T> placeholder(Place place) {
        return List.of();
    }
}
