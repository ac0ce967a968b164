package io.millrace.config.bind;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values by freely chosen name. */
final class MapType<T> extends Type<Map<String, T>> {
    private final Type<String> name;
    private final Type<T> value;
    private final Count count;

    MapType(Type<String> name, Type<T> value, Count count) {
        this.name = name;
        this.value = value;
        this.count = count;
    }

    @Override
    public String name() {
        return value.name() + " by name";
    }

    @Override
    public String bound() {
        String names = name.bound().isEmpty() ? "" : ", each name " + name.bound();
        String values = value.bound().isEmpty() ? "" : ", each value " + value.bound();
        return count + names + values;
    }

    @Override
    public String print(Map<String, T> values) {
        Map<String, String> printed = new LinkedHashMap<>();
        values.forEach((key, element) -> printed.put(key, value.print(element)));
        return printed.toString();
    }

    @Override
    public Optional<Nested> nested() {
        return value.nested().map(inner -> new Nested(".<name>" + inner.between(), inner.shape()));
    }

    @Override
    Map<String, T> parse(Node node, Place place) {
        if (!(node instanceof Node.Entries section)) {
            throw new Refusal("must hold names with values, not be " + node.kind());
        }
        count.check(section.entries().size(), "names");
        Map<String, T> values = new LinkedHashMap<>();
        section.entries().forEach((key, entry) -> {
            Place at = place.key(key, entry.line());
            refuseBadName(key, at);
            values.put(key, value.read(entry.value(), at));
        });
        return Collections.unmodifiableMap(values);
    }

    private void refuseBadName(String key, Place at) {
        try {
            name.parse(new Node.Scalar(key, /* plain= */ false, at.line()), at);
        } catch (Refusal e) {
            at.refuse(null, "the name " + e.sentence());
        }
    }

    @Override
    Map<String, T> placeholder(Place place) {
        return Map.of();
    }
}
