package io.millrace.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts from the class path. */
final class Resources {
    private Resources() {}

    /** The text of a resource, by its name in this package or, with a slash in front, by its whole path. */
    static String text(String name) {
        try (InputStream stream = Resources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "resource is not on the class path: name=" + name + "; build the module again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
