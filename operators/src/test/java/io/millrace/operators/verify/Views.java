package io.millrace.operators.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What of an output is compared, by the id of the output; the empty text is the main output. */
final class Views {
    private final Map<String, Function<Object, Object>> views = new HashMap<>();
    private final Map<String, Function<Object, List<?>>> bundles = new HashMap<>();
    private final Set<String> ignored = new HashSet<>();

    @SuppressWarnings("unchecked")
    <T> void put(String tag, Function<? super T, ?> view) {
        views.put(tag, value -> view.apply((T) value));
    }

    @SuppressWarnings("unchecked")
    <T> void putBundle(String tag, Function<? super T, List<?>> view) {
        bundles.put(tag, value -> view.apply((T) value));
    }

    void ignore(String tag) {
        ignored.add(tag);
    }

    boolean ignores(String tag) {
        return ignored.contains(tag);
    }

    List<?> of(Emission.Value value) {
        Function<Object, List<?>> bundle = bundles.get(value.tag());
        return bundle != null
                ? bundle.apply(value.value())
                : List.of(views.getOrDefault(value.tag(), Function.identity()).apply(value.value()));
    }
}
