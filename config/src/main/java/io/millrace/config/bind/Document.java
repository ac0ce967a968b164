package io.millrace.config.bind;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A YAML document that is being read against a {@link Shape}. Only plain data is read: no tags, anchors or aliases, no
 * repeated keys, at most {@value #MAX_BYTES} bytes. Get every value first, then call {@link #finish()}.
 */
public final class Document {
    static final int MAX_BYTES = 4 << 20;

    private final Section root;
    private final Problems problems;

    private Document(Section root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Reads a file. */
    public static Document read(Path file, Shape shape) {
        return read(file, shape, new Problems());
    }

    /** Reads a file whose problems are reported together with those of other files. */
    public static Document read(Path file, Shape shape, Problems problems) {
        Place place = Place.root(new Place.Source(file.toString(), shape, problems));
        return of(place, () -> bytes(file, place));
    }

    /** Reads bytes; {@code label} is how errors call them. */
    public static Document read(byte[] yaml, String label, Shape shape) {
        Place place = Place.root(new Place.Source(label, shape, new Problems()));
        return of(place, () -> yaml);
    }

    private static Document of(Place place, Supplier<byte[]> yaml) {
        Shape shape = place.source().shape();
        Problems problems = place.source().problems();
        try {
            Node.Entries tree = TreeReader.read(text(yaml.get(), place), place);
            Section root = new Section(place.line(tree.line()), shape, tree.entries());
            root.refuseUnknown();
            return new Document(root, problems);
        } catch (Unreadable e) {
            e.report();
            return new Document(new Section(place.unheard(), shape, Map.of()), problems);
        }
    }

    private static byte[] bytes(Path file, Place place) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new Unreadable(place, "does not exist");
        } catch (IOException e) {
            throw new Unreadable(place, Files.isDirectory(file) ? "is a folder" : "cannot be read: " + e);
        }
    }

    private static String text(byte[] yaml, Place place) {
        if (yaml.length > MAX_BYTES) {
            throw new Unreadable(place, "is too large: at most " + MAX_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(yaml))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable(place, "is not UTF-8 text");
        }
    }

    /** The document's keys. */
    public Section root() {
        return root;
    }

    /** Throws a {@link ConfigException} with everything that was wrong, if anything was. */
    public void finish() {
        problems.throwIfAny();
    }
}
