package io.millrace.config.bind;

import org.jspecify.annotations.Nullable;

/**
 * A place in a file: what a problem points at.
 *
 * @param path the key in kebab-case, empty for the file itself
 * @param line line in the file, counted from 1; 0 for the file itself
 * @param secret whether the value here must never be shown
 */
record Place(Source source, String path, int line, boolean secret) {
    private static final int SHOWN = 60;

    /** A file, what it may hold, and where its problems go. */
    record Source(String file, Shape shape, Problems problems) {}

    static Place root(Source source) {
        return new Place(source, "", 0, /* secret= */ false);
    }

    Place line(int line) {
        return new Place(source, path, line, secret);
    }

    Place key(String name, int line) {
        String child = path.isEmpty() ? shown(name) : path + "." + shown(name);
        return new Place(source, child, line, secret);
    }

    Place key(Key<?> key, int line) {
        Place child = key(key.name(), line);
        return key.isSecret() ? new Place(source, child.path, line, /* secret= */ true) : child;
    }

    Place item(int index, int line) {
        return new Place(source, path + "[" + index + "]", line, secret);
    }

    /** The same place, for reading placeholders: problems from here on go unheard. */
    Place unheard() {
        Problems nobody = new Problems();
        nobody.add(new Problem(source.file(), line, path, null, "is a placeholder"));
        return new Place(new Source(source.file(), source.shape(), nobody), path, line, secret);
    }

    boolean sound() {
        return !source.problems().touch(source.file(), path);
    }

    /** Reports this place, showing the value unless it is a secret. */
    void refuse(@Nullable Node value, String message) {
        source.problems().add(new Problem(source.file(), line, path, shown(value), message));
    }

    private @Nullable String shown(@Nullable Node value) {
        if (!(value instanceof Node.Scalar scalar) || scalar.empty()) {
            return null;
        }
        return secret ? Problem.REDACTED : shown(scalar.text());
    }

    private static String shown(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?").strip();
        return visible.length() <= SHOWN ? visible : visible.substring(0, SHOWN) + "…";
    }
}
