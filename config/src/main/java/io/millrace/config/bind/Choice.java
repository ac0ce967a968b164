package io.millrace.config.bind;

import java.util.List;
import java.util.Map;

/**
 * A closed set of values by name.
 *
 * @param later names of values that another version may know
 */
record Choice<T>(Map<String, T> byName, List<String> later) {

    T read(Node.Scalar scalar) {
        T value = byName.get(scalar.text());
        if (value != null) {
            return value;
        }
        if (later.contains(scalar.text())) {
            throw new Refusal("is not supported by this version; use " + String.join(" or ", byName.keySet()));
        }
        throw new Refusal(
                "must be " + String.join(" or ", byName.keySet()) + Nearest.hint(scalar.text(), byName.keySet()));
    }

    String print(T value) {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    T any() {
        return byName.values().iterator().next();
    }

    @Override
    public String toString() {
        return String.join(" | ", byName.keySet());
    }
}
