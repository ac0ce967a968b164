package io.millrace.config.bind;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A section of a file that is being read. What is wrong is written down as a {@link Problem} and reading goes on with a
 * placeholder, so that one run finds everything; a rule between keys first asks whether they are {@link #sound}.
 */
public final class Section {
    private final Place place;
    private final Shape shape;
    private final Map<String, Node.Entry> entries;

    Section(Place place, Shape shape, Map<String, Node.Entry> entries) {
        this.place = place;
        this.shape = shape;
        this.entries = entries;
    }

    /** The value of a required key, of a key with a fixed default, or of a section, which is empty when left out. */
    public <T> T get(Key<T> key) {
        T value = find(key);
        return value == null ? absent(key) : value;
    }

    /** The value of a key, or its derived default. */
    public <T> T get(Key<T> key, Supplier<T> derived) {
        T value = find(key);
        return value == null ? derived.get() : value;
    }

    /**
     * The value of a required key whose text has placeholders.
     *
     * @param expansion fills them in, or throws a {@link Refusal}
     */
    public <T> T getExpanded(Key<T> key, UnaryOperator<String> expansion) {
        T value = findExpanded(key, expansion);
        return value == null ? absent(key) : value;
    }

    /** The value of a key, its fixed default, or null. */
    public <T> @Nullable T find(Key<T> key) {
        return findExpanded(key, UnaryOperator.identity());
    }

    /**
     * The value of a key whose text has placeholders, its fixed default, or null.
     *
     * @param expansion fills them in, or throws a {@link Refusal}
     */
    public <T> @Nullable T findExpanded(Key<T> key, UnaryOperator<String> expansion) {
        Node.Entry entry = entry(key);
        return entry == null ? key.fallback() : key.type().read(entry.value(), at(key), expansion);
    }

    private <T> T absent(Key<T> key) {
        Place at = at(key);
        if (key.isRequired()) {
            at.refuse(null, "is missing: " + key.meaning());
            return key.type().placeholder(at);
        }
        if (key.type() instanceof SectionType) {
            return key.type().readEmpty(at);
        }
        throw new IllegalArgumentException("key has no fixed default, use find or give one: key=" + key);
    }

    /** Whether the file gives the key. */
    public boolean has(Key<?> key) {
        return entry(key) != null;
    }

    /** Whether nothing is wrong with this section. */
    public boolean sound() {
        return place.sound();
    }

    /** Whether nothing is wrong with these keys, so that a rule between them makes sense. */
    public boolean sound(Key<?>... keys) {
        for (Key<?> key : keys) {
            if (!at(key).sound()) {
                return false;
            }
        }
        return true;
    }

    /** Reports the key, with its value. */
    public void refuse(Key<?> key, String message) {
        Node.Entry entry = entry(key);
        at(key).refuse(entry == null ? null : entry.value(), message);
    }

    /** Reports one element of the key's list. */
    public void refuse(Key<?> key, int index, String message) {
        Node.Entry entry = entry(key);
        if (entry == null || !(entry.value() instanceof Node.Items list)) {
            throw new IllegalArgumentException("key holds no list: key=" + key);
        }
        Node item = list.items().get(index);
        at(key).item(index, item.line()).refuse(item, message);
    }

    /** The full path of a key of this section, for a message about another. */
    public String path(Key<?> key) {
        return at(key).path();
    }

    void refuseUnknown() {
        entries.forEach((name, entry) -> {
            if (shape.keys().stream().noneMatch(key -> key.name().equals(name))) {
                place.key(name, entry.line()).refuse(null, shape.answer(name, place));
            }
        });
    }

    private Place at(Key<?> key) {
        Node.Entry entry = entry(key);
        return place.key(key, entry == null ? place.line() : entry.line());
    }

    private Node.@Nullable Entry entry(Key<?> key) {
        if (!shape.keys().contains(key)) {
            throw new IllegalArgumentException("key is not declared for this section: key=" + key);
        }
        return entries.get(key.name());
    }

    /** The path only: a section may hold secrets. */
    @Override
    public String toString() {
        return "Section[" + place.path() + "]";
    }
}
