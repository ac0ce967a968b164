package io.millrace.config.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a section may hold.
 *
 * @param keys every key, in the order of the reference
 * @param retired names that are no keys of this section but deserve a better answer than "unknown key"
 * @param unknown what is said about any other name, or empty for "unknown key" with the nearest known one
 */
public record Shape(List<Key<?>> keys, List<Retired> retired, String unknown) {

    /**
     * A name that is recognised and refused.
     *
     * @param advice what to do instead, as a sentence that follows the name
     */
    public record Retired(String name, String advice) {

        /** A key that another key has replaced. */
        public static Retired renamed(String name, String path) {
            return new Retired(name, "is now called " + path);
        }

        /** A key of another version. */
        public static Retired unsupported(String name) {
            return new Retired(name, "is not supported by this version; remove it");
        }
    }

    public Shape {
        keys = List.copyOf(keys);
        retired = List.copyOf(retired);
    }

    /** A section with these keys. */
    public static Shape of(Key<?>... keys) {
        return new Shape(List.of(keys), List.of(), "");
    }

    /** The same section, recognising these names. */
    public Shape retiring(Retired... names) {
        return new Shape(keys, List.of(names), unknown);
    }

    /** The same section with its own answer to unknown names. */
    public Shape answeringUnknown(String sentence) {
        return new Shape(keys, retired, sentence);
    }

    /** What is said about a name at this place that is no key of the section. */
    String answer(String name, Place section) {
        for (Retired known : retired) {
            if (known.name().equals(name)) {
                return known.advice();
            }
        }
        if (!unknown.isEmpty()) {
            return unknown;
        }
        List<String> names = keys.stream().map(Key::name).toList();
        Optional<String> near =
                Nearest.to(name, names).map(found -> section.key(found, 0).path());
        return near.or(() -> elsewhere(name, section))
                .map(path -> "unknown key; did you mean " + path + "?")
                .orElseGet(() -> "unknown key; known here: " + String.join(", ", names));
    }

    /** The path of the one other place in the file where the name is a key. */
    private static Optional<String> elsewhere(String name, Place section) {
        List<String> paths = section.source().shape().paths(name);
        return paths.size() == 1 ? Optional.of(paths.get(0)) : Optional.empty();
    }

    /** The paths, from this section on, of every key of this name that stands at one fixed place. */
    private List<String> paths(String name) {
        List<String> paths = new ArrayList<>();
        for (Key<?> key : keys) {
            if (key.name().equals(name)) {
                paths.add(name);
            }
            key.type().nested().filter(inner -> inner.between().equals(".")).ifPresent(inner -> inner.shape()
                    .paths(name)
                    .forEach(path -> paths.add(key.name() + "." + path)));
        }
        return paths;
    }
}
